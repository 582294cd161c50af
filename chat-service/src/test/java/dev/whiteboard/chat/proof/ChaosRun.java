package dev.whiteboard.chat.proof;

import dev.whiteboard.chat.client.ChatClient;
import dev.whiteboard.chat.client.ChatClients;
import dev.whiteboard.chat.client.ChatHttp;
import dev.whiteboard.chat.client.ChatListener;
import dev.whiteboard.chat.client.ClientLimits;
import dev.whiteboard.chat.client.ClientOptions;
import dev.whiteboard.chat.client.ClientState;
import dev.whiteboard.chat.client.DeviceTokens;
import dev.whiteboard.chat.client.SignIn;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One run: devices in chats that talk at random, while something breaks. */
final class ChaosRun implements AutoCloseable {
  private static final int DEVICES = 8;
  private static final int CHATS = 4;
  private static final int UNDER_WAY_MAX = 48;
  private static final int READ_EVERY = 5;
  private static final int ANSWER_SECONDS_MAX = 120;
  private static final String PASSWORD = "correct horse battery";

  private static final ClientLimits LIMITS =
      new ClientLimits(
          1_000,
          100,
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofSeconds(1));

  private final History history = new History();
  private final long startedNanos = System.nanoTime();
  private final Random random;
  private final ChatClients clients;
  private final ChatHttp http;
  private final List<Talker> talkers = new ArrayList<>();
  private final Map<ChatId, Set<DeviceId>> members = new HashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger losses = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  ChaosRun(List<URI> nodes, String name, long seed) throws Exception {
    random = new Random(seed);
    clients =
        ChatClients.open(
            new ChatClients.Sources(InstantSource.system(), System::nanoTime, new Random(seed)), 2);
    http = clients.api(nodes);
    for (var i = 0; i < DEVICES; i++) {
      talkers.add(new Talker(i % 2 == 0 ? nodes : nodes.reversed(), name + "d" + i));
    }
    for (var i = 0; i < CHATS; i++) {
      group("chat " + i, i == 0 ? DEVICES : 2 + random.nextInt(DEVICES - 2));
    }
    talkers.forEach(talker -> talker.client.start());
  }

  private void group(String title, int size) throws Exception {
    var some = new ArrayList<>(talkers);
    Collections.shuffle(some, random);
    var these = some.subList(0, size);
    var users = these.stream().map(talker -> talker.signIn.user()).toList();
    var chat = get(http.group(these.getFirst().signIn.token().text(), title, users));
    var devices = new HashSet<DeviceId>();
    for (var talker : these) {
      talker.chats.add(chat);
      devices.add(talker.signIn.device());
    }
    members.put(chat, Set.copyOf(devices));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
  }

  List<ChatClient> clients() {
    return talkers.stream().map(talker -> talker.client).toList();
  }

  /** Sends so many messages, each by a device of chance; returns once all are on their way. */
  void talk(int count) throws InterruptedException {
    var underWay = new Semaphore(UNDER_WAY_MAX);
    for (var i = 0; i < count; i++) {
      if (!underWay.tryAcquire(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)) {
        failures.add("no message is acknowledged any more");
        return;
      }
      talkers.get(random.nextInt(DEVICES)).say(random, underWay);
    }
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** How often a device lost its connection. */
  int losses() {
    return losses.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How far the one is that is the least far: messages that are still to come to somebody. */
  long missing() {
    var heads = new HashMap<ChatId, Long>();
    talkers.forEach(
        talker -> talker.last.forEach((chat, seq) -> heads.merge(chat, seq, Math::max)));
    var missing = 0L;
    for (var talker : talkers) {
      for (var chat : talker.chats) {
        missing += heads.getOrDefault(chat, 0L) - talker.last.getOrDefault(chat, 0L);
      }
    }
    return missing;
  }

  List<String> violations() {
    return HistoryChecker.violations(history.events(), members);
  }

  @Override
  public void close() throws TimeoutException {
    talkers.forEach(talker -> talker.client.close());
    clients.close();
  }

  /** One device. */
  private final class Talker implements ChatListener {
    final SignIn signIn;
    final ChatClient client;
    final List<ChatId> chats = new ArrayList<>();
    final Map<ChatId, Long> last = new ConcurrentHashMap<>();

    Talker(List<URI> nodes, String name) throws Exception {
      var _ = get(http.signUp(name, PASSWORD));
      signIn = get(http.signIn(name, PASSWORD, Optional.empty()));
      var tokens = new DeviceTokens(http, InstantSource.system(), name, PASSWORD, signIn);
      client = clients.client(new ClientOptions(nodes, tokens, Map.of(), LIMITS), this);
    }

    void say(Random random, Semaphore underWay) {
      var chat = chats.get(random.nextInt(chats.size()));
      var mid = client.newMid();
      var words = new Content.Words("at " + nowMs());
      history.add(new History.Sent(nowMs(), signIn.device(), chat, mid));
      var _ =
          client
              .send(new ClientFrame.Send(mid, chat, Kind.TEXT, 0, words, List.of()))
              .whenComplete((seq, failure) -> {
                underWay.release();
                if (seq == null) {
                  failures.add(String.valueOf(failure));
                } else {
                  acknowledged.incrementAndGet();
                  history.add(new History.Acknowledged(nowMs(), signIn.device(), chat, mid, seq));
                }
              });
    }

    @Override
    public void onMessage(Message message) {
      history.add(
          new History.Applied(
              nowMs(),
              signIn.device(),
              message.chat(),
              message.seq(),
              message.mid(),
              message.device()));
      last.put(message.chat(), message.seq());
      if (message.seq() % READ_EVERY == 0) {
        client.read(message.chat(), message.seq());
      }
    }

    @Override
    public void onState(ClientState state) {
      if (state instanceof ClientState.Waiting) {
        losses.incrementAndGet();
      }
    }

    @Override
    public void onReceipt(ServerFrame.Receipt receipt) {
      history.add(
          new History.Told(
              nowMs(),
              signIn.device(),
              receipt.chat(),
              receipt.user(),
              receipt.delivered(),
              receipt.read()));
    }
  }
}
