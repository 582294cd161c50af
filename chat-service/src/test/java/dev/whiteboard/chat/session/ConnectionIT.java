package dev.whiteboard.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.Person;
import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.chat.websocket.ClientFrames;
import dev.whiteboard.chat.websocket.RawClient;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a connection begins and ends, and what it may cost meanwhile. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
class ConnectionIT {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int WINDOW = 8;

  /** So many bytes of words that a few of them are more than a slow client may have waiting. */
  private static final int LONG_WORDS = 4_000;

  private static TestStack stack;
  private static RunningChat chat;

  @BeforeAll
  static void start(TestStack given) throws Exception {
    stack = given;
    chat =
        RunningChat.start(
            stack,
            "CHAT_HELLO_DEADLINE",
            "PT1S",
            "CHAT_HEARTBEAT",
            "PT4S",
            "CHAT_WINDOW",
            Integer.toString(WINDOW),
            "CHAT_QUEUED_BYTES_MAX",
            "16384",
            "CHAT_SLOW_MAX",
            "PT1S");
  }

  @AfterAll
  static void stop() {
    chat.close();
  }

  private static Person person() throws Exception {
    return Person.of(chat.first(), "caller" + NAMES.incrementAndGet());
  }

  @Test
  void hello_notSaidInTime_isTheEnd() throws Exception {
    try (var mute = person().open()) {
      assertThat(mute.next("bye").getMap()).containsEntry("code", 4500);
      assertThat(mute.next("closed").getInteger("code")).isEqualTo(4500);
    }
  }

  @Test
  void token_onTheHandshake_isWelcomeWithoutHello() throws Exception {
    try (var ada = person();
        var bob = person().connect()) {
      ada.openWithToken();
      assertThat(ada.next("welcome").getString("node")).isEqualTo("node-1");
      var room = bob.chat("direct", ada);
      bob.say(room, "hello");

      assertThat(ada.hear(1)).containsExactly("1 hello");
    }
  }

  @Test
  void token_onTheHandshake_andCursorsInAHello_startBehindThem() throws Exception {
    try (var ada = person();
        var bob = person().connect()) {
      var room = bob.chat("direct", ada);
      bob.say(room, "one");
      bob.say(room, "two");
      bob.hear(2);
      ada.openWithToken();
      ada.send(new JsonObject().put("t", "hello").put("cursors", new JsonObject().put(room, 2)));
      ada.next("welcome");

      assertThat(bob.receiptOf(ada, 2).getLong("delivered")).isEqualTo(2);
    }
  }

  @Test
  void hello_withCursors_saysWhatWasDelivered() throws Exception {
    try (var ada = person();
        var bob = person().connect()) {
      var room = bob.chat("direct", ada);
      for (var i = 0; i < 3; i++) {
        bob.say(room, "while you were away");
      }
      bob.hear(3);
      ada.connect(new JsonObject().put(room, 3));

      assertThat(bob.receiptOf(ada, 3).getLong("read")).isZero();
    }
  }

  @Test
  void client_thatIsNotHeard_isToldToComeBack() throws Exception {
    try (var silent = person().connect()) {
      var bye = silent.next("bye");

      assertThat(bye.getMap()).containsEntry("code", 4003).containsEntry("reconnect", true);
      assertThat(bye.getLong("afterMs")).isBetween(0L, 2_000L);
    }
  }

  @Test
  void token_thatExpires_endsTheConnection_whichMayComeBack() throws Exception {
    try (var shortLived =
            RunningChat.start(stack, "CHAT_TOKEN_LIFETIME", "PT3S", "CHAT_HEARTBEAT", "PT1S");
        var ada = Person.of(shortLived.first(), "brief" + NAMES.incrementAndGet()).connect()) {
      var bye = ada.pingUntil("bye");

      assertThat(bye.getMap()).containsEntry("code", 4001).containsEntry("reconnect", true);
    }
  }

  @Test
  void client_thatAcknowledgesNothing_isToldOfAGap_andGetsTheRestWhenItAsks() throws Exception {
    try (var lazy = person().connect();
        var bob = person().connect()) {
      var room = bob.chat("direct", lazy);
      for (var i = 1; i <= 3 * WINDOW; i++) {
        bob.say(room, "words " + i);
        bob.next("sent");
      }
      var heard = lazy.hear(WINDOW);
      var gap = lazy.next("gap");
      lazy.send(sync(room, WINDOW));
      var rest = lazy.hear(2 * WINDOW);

      assertThat(heard).last().isEqualTo(WINDOW + " words " + WINDOW);
      assertThat(gap.getLong("from")).isEqualTo(WINDOW + 1);
      assertThat(rest).first().isEqualTo((WINDOW + 1) + " words " + (WINDOW + 1));
      assertThat(rest).last().isEqualTo(3 * WINDOW + " words " + 3 * WINDOW);
    }
  }

  @Test
  void client_thatReadsNothing_isCutOff_andNobodyWaitsForIt() throws Exception {
    try (var stuck = person();
        var bob = person().connect();
        var raw = RawClient.connect(chat.first().getPort(), 4_096)) {
      var room = bob.chat("direct", stuck);
      helloAndReadNoMore(raw, stuck);
      for (var i = 1; i <= 40; i++) {
        bob.say(room, "w".repeat(LONG_WORDS));
        assertThat(bob.hear(1)).containsExactly(i + " " + "w".repeat(LONG_WORDS));
        bob.ack(room, i);
      }

      assertThat(readToTheEnd(raw)).isLessThanOrEqualTo(WINDOW);
    }
  }

  @Test
  void node_thatStops_tellsEachWhenToComeBack() throws Exception {
    var stopping = RunningChat.start(stack, "CHAT_DRAIN_SPREAD", "PT2S");
    var people = new ArrayList<Person>();
    try {
      for (var i = 0; i < 12; i++) {
        people.add(Person.of(stopping.first(), "moved" + NAMES.incrementAndGet()).connect());
      }
    } finally {
      stopping.close();
    }
    var times = new HashSet<Long>();
    for (var one : people) {
      var bye = one.next("bye");
      assertThat(bye.getMap()).containsEntry("code", 4000).containsEntry("reconnect", true);
      assertThat(bye.getLong("afterMs")).isBetween(0L, 2_000L);
      times.add(bye.getLong("afterMs"));
    }
    assertThat(times).describedAs("times to come back").hasSizeGreaterThan(6);
  }

  /** A node that welcomes one at a time, and a table that somebody keeps: the first takes long. */
  @Test
  void clients_thatCannotBeWelcomedYet_areToldWhenToComeBack() throws Exception {
    try (var narrow = RunningChat.start(stack, "CHAT_WELCOMES", "1");
        var first = Person.of(narrow.first(), "first" + NAMES.incrementAndGet());
        var second = Person.of(narrow.first(), "second" + NAMES.incrementAndGet())) {
      try (var database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", 1);
          var blocker = database.connect("blocker");
          var statement = blocker.createStatement()) {
        blocker.setAutoCommit(false);
        statement.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE");
        first.openWithToken();
        first.send(new JsonObject().put("t", "ping"));
        first.next("pong");
        second.openWithToken();

        var bye = second.next("bye");

        assertThat(bye.getMap()).containsEntry("code", 4004).containsEntry("reconnect", true);
        assertThat(bye.getLong("afterMs")).isBetween(100L, 15_000L);
        blocker.rollback();
      }
      first.next("welcome");
      second.connect();
    }
  }

  private static JsonObject sync(String room, long after) {
    return new JsonObject()
        .put("t", "sync")
        .put("chat", room)
        .put("after", after)
        .put("limit", 100);
  }

  private static void helloAndReadNoMore(RawClient raw, Person who) throws Exception {
    var protocol = Map.of("Sec-WebSocket-Protocol", "chat.v1+json");
    raw.send(RawClient.request("/api/v1/socket", protocol));
    assertThat(raw.readAnswer()).startsWith("HTTP/1.1 101 ");
    var hello = new JsonObject().put("t", "hello").put("token", who.token());
    raw.send(ClientFrames.text(hello.encode()));
    assertThat(raw.read()).startsWith("text {\"t\":\"welcome\"");
  }

  /** How many messages there were before the connection ended. */
  private static int readToTheEnd(RawClient raw) {
    var frames = new ArrayList<String>();
    try {
      while (!List.of("end", "close 4002").contains(frames.isEmpty() ? "" : frames.getLast())) {
        frames.add(raw.read());
      }
    } catch (IOException e) {
      frames.add("cut off"); // in the midst of a frame, or by a reset
    }
    return (int) frames.stream().filter(frame -> frame.startsWith("text {\"t\":\"msg\"")).count();
  }
}
