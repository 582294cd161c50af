package dev.whiteboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.shard.Buckets;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes on while one of two shards is away, and that all is well when it is back. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
@Timeout(300)
final class ShardAwayIT {
  private static final Duration BACK_WITHIN = Duration.ofSeconds(40);
  private static final int MESSAGES = 10;
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static List<EmbeddedPostgres> servers;
  private static RunningChat chat;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    servers =
        List.of(
            EmbeddedPostgres.start(folder.resolve("home")),
            EmbeddedPostgres.start(folder.resolve("shard-1")));
    chat = RunningChat.start(stack, settings(servers));
  }

  private static String[] settings(List<EmbeddedPostgres> servers) {
    return new String[] {
      "DATABASE_URL", servers.getFirst().url(), "DATABASE_SHARD_URLS", servers.getLast().url()
    };
  }

  @AfterAll
  static void stop() {
    chat.close();
    servers.forEach(EmbeddedPostgres::close);
  }

  /** What is done to a server. */
  enum Outage {
    STOPPED {
      @Override
      void begin(EmbeddedPostgres server) {
        server.stop();
      }

      @Override
      void end(EmbeddedPostgres server) {
        server.restart();
      }
    },
    /** It takes connections and statements, and answers none. */
    STANDS_STILL {
      @Override
      void begin(EmbeddedPostgres server) {
        server.pause();
      }

      @Override
      void end(EmbeddedPostgres server) {
        server.resume();
      }
    };

    abstract void begin(EmbeddedPostgres server);

    abstract void end(EmbeddedPostgres server);
  }

  @ParameterizedTest
  @EnumSource
  void shardAway_chatsOfTheOtherGoOn_itsOwnAreSentAgain_once(Outage outage) throws Exception {
    goesOnWithout(1, outage, "postgresql-shard-1");
  }

  /** Who is connected needs nothing of the home for chats that are not there. */
  @ParameterizedTest
  @EnumSource
  void homeAway_chatsOfTheOtherGoOn_itsOwnAreSentAgain_once(Outage outage) throws Exception {
    goesOnWithout(0, outage, "postgresql");
  }

  private static void goesOnWithout(int away, Outage outage, String dependency) throws Exception {
    try (var ada = person(chat.first());
        var bob = person(chat.second())) {
      var near = chatOn(1 - away, ada, bob);
      var far = chatOn(away, ada, bob);
      talk(near, 0, ada, bob);
      talk(far, 0, ada, bob);
      var mid = UUID.randomUUID().toString();
      outage.begin(servers.get(away));
      try {
        await().atMost(BACK_WITHIN).until(() -> down(chat.first()).equals(List.of(dependency)));
        talk(near, MESSAGES, ada, bob);
        talk(near, 2 * MESSAGES, bob, ada);
        bob.read(near, 3 * MESSAGES);
        assertThat(ada.receiptOf(bob, 3 * MESSAGES).getString("chat")).isEqualTo(near);

        ada.say(far, mid, "again");
        assertThat(ada.next("error").getBoolean("retryable")).isTrue();
      } finally {
        outage.end(servers.get(away));
      }
      var sent = sayUntilSent(ada, far, mid, "again");
      assertThat(sent.getLong("seq")).isEqualTo(MESSAGES + 1);
      assertThat(bob.hearAll(far, MESSAGES, 1)).containsExactly(MESSAGES + 1 + " again");
      talk(near, 3 * MESSAGES, ada, bob);
    }
    await().atMost(BACK_WITHIN).until(() -> down(chat.first()).isEmpty());
  }

  @Test
  void start_onShardsInOtherPlaces_isRefused(TestStack stack) {
    assertThatThrownBy(() -> RunningChat.start(stack, settings(servers.reversed())))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("DATABASE_SHARD_URLS");
  }

  private static Person person(URI node) throws Exception {
    return Person.of(node, "person" + NAMES.incrementAndGet()).connect();
  }

  private static String chatOn(int shard, Person maker, Person other) throws Exception {
    while (true) {
      var made = maker.chat("group", other);
      if (Buckets.of(UUID.fromString(made)) % 2 == shard) {
        return made;
      }
    }
  }

  private static void talk(String room, long before, Person from, Person to) throws Exception {
    for (var i = 1; i <= MESSAGES; i++) {
      from.say(room, "words " + i);
    }
    var expected = IntStream.rangeClosed(1, MESSAGES).mapToObj(i -> before + i + " words " + i);
    assertThat(to.hearAll(room, before, MESSAGES)).containsExactlyElementsOf(expected.toList());
  }

  private static JsonObject sayUntilSent(Person from, String room, String mid, String words)
      throws Exception {
    var deadline = System.nanoTime() + BACK_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      from.say(room, mid, words);
      var answer = from.next(Set.of("sent", "error"));
      while (!mid.equals(answer.getString("mid"))) { // of what was said before
        answer = from.next(Set.of("sent", "error"));
      }
      if (answer.getString("t").equals("sent")) {
        return answer;
      }
    }
    throw new AssertionError("not sent in time");
  }

  private static List<?> down(URI node) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(node.resolve("/health/ready")).build();
      var readiness = new JsonObject(http.send(request, BodyHandlers.ofString()).body());
      return readiness.getJsonArray("down").getList();
    }
  }
}
