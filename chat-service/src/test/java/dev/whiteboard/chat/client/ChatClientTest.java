package dev.whiteboard.chat.client;

import static dev.whiteboard.chat.client.TestDevice.eventually;
import static dev.whiteboard.chat.client.TestMessages.CHAT;
import static dev.whiteboard.chat.client.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.client.ScriptedNode.Talk;
import dev.whiteboard.chat.client.TokenSource.Token;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.CloseCode;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client, and nodes that do not behave. */
final class ChatClientTest {
  private static final ClientLimits QUICK =
      new ClientLimits(
          5,
          100,
          Duration.ofMillis(300),
          Duration.ofSeconds(30),
          Duration.ofMillis(10),
          Duration.ofMillis(100));

  private static final Instant TOKEN_UNTIL = Instant.parse("2100-01-01T00:00:00Z");
  private static ChatClients clients;

  private final List<Long> applied = new CopyOnWriteArrayList<>();
  private final List<ClientState> states = new CopyOnWriteArrayList<>();
  private final List<Optional<Token>> rejected = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    clients = TestDevice.clients(11);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
  }

  private ChatClient connect(ScriptedNode... nodes) {
    return connect(QUICK, nodes);
  }

  /** Waits for a welcome no longer than a test may. */
  private static ClientLimits hasty() {
    return new ClientLimits(
        5,
        100,
        QUICK.resendAfter(),
        Duration.ofSeconds(1),
        QUICK.backoffFirst(),
        QUICK.backoffMax());
  }

  private ChatClient connect(ClientLimits limits, ScriptedNode... nodes) {
    var urls = Stream.of(nodes).map(ScriptedNode::url).toList();
    TokenSource tokens =
        spent -> {
          rejected.add(spent);
          var text = "token" + rejected.size();
          return CompletableFuture.completedFuture(new Token(text, TOKEN_UNTIL));
        };
    var client = clients.client(new ClientOptions(urls, tokens, Map.of(), limits), new Listener());
    client.start();
    return client;
  }

  private final class Listener implements ChatListener {
    @Override
    public void onMessage(Message message) {
      applied.add(message.seq());
      throw new IllegalStateException("a listener that fails harms nobody");
    }

    @Override
    public void onState(ClientState state) {
      states.add(state);
    }
  }

  private static void polite(Talk talk, ClientFrame frame) {
    switch (frame) {
      case ClientFrame.Hello _ -> talk.welcome();
      case ClientFrame.Ping _ -> talk.say(new ServerFrame.Pong(Map.of()));
      case ClientFrame.Send send -> sent(talk, send, 1);
      default -> {}
    }
  }

  private static void sent(Talk talk, ClientFrame.Send send, long seq) {
    talk.say(new ServerFrame.Sent(send.mid(), send.chat(), seq, Instant.EPOCH, false));
  }

  private static void answer(Talk talk, ClientFrame.Sync sync, long head) {
    var upto = Math.min(head, sync.after() + sync.limit());
    for (var seq = sync.after() + 1; seq <= upto; seq++) {
      talk.say(new ServerFrame.Msg(message(CHAT, seq)));
    }
    talk.say(new ServerFrame.Synced(CHAT, sync.after(), upto, head));
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void messagesLostDoubledAndMixedUp_areAppliedOnceAndInOrder() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              polite(talk, frame);
              if (frame instanceof ClientFrame.Hello) {
                for (var seq : new long[] {1, 1, 5, 4, 2, 9, 2, 30}) {
                  talk.say(new ServerFrame.Msg(message(CHAT, seq)));
                }
              } else if (frame instanceof ClientFrame.Sync sync) {
                answer(talk, sync, 30);
              }
            });
        var _ = connect(node)) {
      eventually().untilAsserted(() -> assertThat(applied).isEqualTo(upTo(30)));
      eventually()
          .until(() -> node.heard(ClientFrame.Ack.class).contains(new ClientFrame.Ack(CHAT, 30)));
    }
  }

  @Test
  void gap_isFetchedInPages() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              polite(talk, frame);
              if (frame instanceof ClientFrame.Hello) {
                talk.say(new ServerFrame.Gap(CHAT, 1, 950));
              } else if (frame instanceof ClientFrame.Sync sync) {
                answer(talk, sync, 950);
              }
            });
        var _ = connect(node)) {
      eventually().untilAsserted(() -> assertThat(applied).isEqualTo(upTo(950)));
      assertThat(node.heard(ClientFrame.Sync.class)).hasSize(5);
    }
  }

  @Test
  void heads_inAPong_tellOfWhatWasLost() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              switch (frame) {
                case ClientFrame.Hello _ -> talk.welcome(400);
                case ClientFrame.Ping _ -> talk.say(new ServerFrame.Pong(Map.of(CHAT, 3L)));
                case ClientFrame.Sync sync -> answer(talk, sync, 3);
                default -> {}
              }
            });
        var _ = connect(node)) {
      eventually().untilAsserted(() -> assertThat(applied).isEqualTo(upTo(3)));
    }
  }

  @Test
  void nodeThatIsSilent_isLeftForTheNext_whichIsToldHowFarTheClientIs() throws Exception {
    ScriptedNode.Script halfOpen =
        (talk, frame) -> {
          if (frame instanceof ClientFrame.Hello) {
            talk.welcome(400);
            talk.say(new ServerFrame.Msg(message(CHAT, 1)));
          }
        };
    try (var silent = ScriptedNode.start(halfOpen);
        var other = ScriptedNode.start(ChatClientTest::polite);
        var client = connect(silent, other)) {
      eventually().until(() -> !other.heard(ClientFrame.Hello.class).isEmpty());

      assertThat(other.heard(ClientFrame.Hello.class).getFirst().cursors())
          .containsExactly(Map.entry(CHAT, 1L));
      eventually().until(() -> client.state() instanceof ClientState.Online);
      assertThat(silent.heard(ClientFrame.Ping.class)).isNotEmpty();
    }
  }

  @Test
  void nodeThatIsFull_isComeBackTo_afterTheTimeThatItGave() throws Exception {
    ScriptedNode.Script fullAtFirst =
        (talk, frame) -> {
          if (frame instanceof ClientFrame.Hello && talk.number == 0) {
            talk.say(new ServerFrame.Bye(CloseCode.FULL.code(), true, 150));
            talk.close(CloseCode.FULL.code());
          } else {
            polite(talk, frame);
          }
        };
    try (var full = ScriptedNode.start(fullAtFirst);
        var other = ScriptedNode.start(ChatClientTest::polite);
        var client = connect(full, other)) {
      eventually().until(() -> client.state() instanceof ClientState.Online);

      assertThat(full.heard(ClientFrame.Hello.class)).hasSize(2);
      assertThat(other.talks).isEmpty();
      assertThat(states)
          .filteredOn(ClientState.Waiting.class::isInstance)
          .singleElement()
          .satisfies(state -> assertThat(((ClientState.Waiting) state).waitMs()).isEqualTo(150));
    }
  }

  @Test
  void nodeThatNeverSaysWelcome_isLeftForTheNext() throws Exception {
    try (var mute = ScriptedNode.start((_, _) -> {});
        var other = ScriptedNode.start(ChatClientTest::polite);
        var client = connect(hasty(), mute, other)) {
      eventually().until(() -> client.state() instanceof ClientState.Online);

      assertThat(other.talks).isNotEmpty();
    }
  }

  @Test
  void nodeWhereNobodyListens_isLeftForTheNext() throws Exception {
    var gone = ScriptedNode.start(ChatClientTest::polite);
    gone.close();
    try (var other = ScriptedNode.start(ChatClientTest::polite);
        var client = connect(gone, other)) {
      eventually().until(() -> client.state() instanceof ClientState.Online);
    }
  }

  @Test
  void send_cutOffUnderWay_goesAgainUnderTheSameName_elsewhere() throws Exception {
    try (var cutting =
            ScriptedNode.start((talk, frame) -> {
              if (frame instanceof ClientFrame.Send) {
                talk.cut();
              } else {
                polite(talk, frame);
              }
            });
        var other = ScriptedNode.start(ChatClientTest::polite);
        var client = connect(cutting, other)) {
      var seq = TestDevice.get(client.send(CHAT, "hello"));

      assertThat(seq).isEqualTo(1);
      assertThat(other.heard(ClientFrame.Send.class))
          .isEqualTo(cutting.heard(ClientFrame.Send.class))
          .hasSize(1);
    }
  }

  @Test
  void send_withoutAnswer_goesAgainOnTheSameConnection() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              var first = talk.heard.stream().filter(ClientFrame.Send.class::isInstance).count();
              if (!(frame instanceof ClientFrame.Send) || first > 1) {
                polite(talk, frame);
              }
            });
        var client = connect(node)) {
      TestDevice.get(client.send(CHAT, "hello"));

      assertThat(node.talks).hasSize(1);
      assertThat(node.heard(ClientFrame.Send.class)).hasSize(2);
    }
  }

  @Test
  void send_beyondTheBound_isRefusedAtOnce_andAgainTakenLater() throws Exception {
    try (var node = ScriptedNode.start(ChatClientTest::polite)) {
      var client = idle(node);
      var waiting =
          IntStream.range(0, QUICK.pendingMax()).mapToObj(_ -> client.send(CHAT, "x")).toList();
      var refused = client.send(CHAT, "y").toCompletableFuture();
      assertThat(refused).isCompletedExceptionally();

      client.start();
      for (var one : waiting) {
        TestDevice.get(one);
      }
      assertThat(TestDevice.get(client.send(CHAT, "z"))).isEqualTo(1);
      client.close();
    }
  }

  private ChatClient idle(ScriptedNode node) {
    TokenSource tokens = _ -> CompletableFuture.completedFuture(new Token("t", Instant.MAX));
    return clients.client(
        new ClientOptions(List.of(node.url()), tokens, Map.of(), QUICK), new Listener());
  }

  @Test
  void send_longerThanAnyMayBe_isRefusedAtOnce() throws Exception {
    try (var node = ScriptedNode.start(ChatClientTest::polite)) {
      assertThat(idle(node).send(CHAT, "x".repeat(8_001)).toCompletableFuture())
          .isCompletedExceptionally();
    }
  }

  @Test
  void bye_forNow_isComeBackFrom_notBeforeTheTimeGiven() throws Exception {
    try (var draining =
            ScriptedNode.start((talk, frame) -> {
              polite(talk, frame);
              talk.say(new ServerFrame.Bye(4000, true, 300));
              talk.close(4000);
            });
        var other = ScriptedNode.start(ChatClientTest::polite);
        var client = connect(draining, other)) {
      eventually().until(() -> !other.talks.isEmpty());

      assertThat(states)
          .filteredOn(ClientState.Waiting.class::isInstance)
          .first()
          .isInstanceOfSatisfying(
              ClientState.Waiting.class,
              waiting -> assertThat(waiting.waitMs()).isGreaterThanOrEqualTo(300));
      eventually().until(() -> client.state() instanceof ClientState.Online);
    }
  }

  @Test
  void closeCode_forGood_stops_andWhatWaitsFails() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              if (frame instanceof ClientFrame.Send) {
                talk.close(4503);
              } else {
                polite(talk, frame);
              }
            });
        var client = connect(node)) {
      var sending = client.send(CHAT, "hello").toCompletableFuture();
      eventually().until(sending::isCompletedExceptionally);

      assertThat(client.state())
          .isInstanceOfSatisfying(
              ClientState.Stopped.class, stopped -> assertThat(stopped.code()).isEqualTo(4503));
      assertThat(client.send(CHAT, "more").toCompletableFuture())
          .failsWithin(Duration.ofSeconds(60));
      assertThat(node.talks).hasSize(1);
    }
  }

  @Test
  void tokenThatIsNoLongerTaken_isReplaced() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              polite(talk, frame);
              if (talk.number == 0) {
                talk.say(new ServerFrame.Bye(4001, true, 0));
              }
            });
        var _ = connect(node)) {
      eventually().until(() -> node.heard(ClientFrame.Hello.class).size() == 2);

      assertThat(node.heard(ClientFrame.Hello.class))
          .extracting(hello -> hello.token().orElse(""))
          .containsExactly("token1", "token2");
      assertThat(rejected.getLast())
          .hasValueSatisfying(token -> assertThat(token.text()).isEqualTo("token1"));
    }
  }

  @Test
  void frameThatCanNotBeRead_endsTheConnection_notTheClient() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              polite(talk, frame);
              if (talk.number == 0) {
                talk.say("{\"t\":\"msg\"}");
              }
            });
        var client = connect(node)) {
      eventually()
          .until(() -> node.talks.size() == 2 && client.state() instanceof ClientState.Online);
    }
  }

  @Test
  void read_saidOnAConnectionThatBreaks_isSaidAgain() throws Exception {
    try (var node =
            ScriptedNode.start((talk, frame) -> {
              if (frame instanceof ClientFrame.Read && talk.number == 0) {
                talk.cut();
              } else {
                polite(talk, frame);
              }
            });
        var client = connect(node)) {
      eventually().until(() -> client.state() instanceof ClientState.Online);
      client.read(CHAT, 7);

      eventually()
          .until(() ->
              node.talks.size() == 2
                  && node.talks.getLast().heard.contains(new ClientFrame.Read(CHAT, 7)));
    }
  }
}
