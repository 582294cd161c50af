package dev.whiteboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.ServerCluster;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People talk over two nodes and a Redis Cluster of three: by another {@code REDIS_URL} only. */
@NeedsStack({Server.POSTGRES, Server.KAFKA})
@Timeout(300)
final class RedisClusterIT {
  private static final Duration BACK_WITHIN = Duration.ofMinutes(1);
  private static final int MESSAGES = 10;

  private int said;

  @Test
  void eachMasterStoppedOnce_messagesArriveInOrder_andItComesBack(
      TestStack stack, @TempDir Path folder) throws Exception {
    try (var redis = stack.startRedisCluster(folder);
        var chat = RunningChat.startOn(stack, redis.url());
        var ada = Person.of(chat.first(), "ada-cluster").connect();
        var bob = Person.of(chat.second(), "bob-cluster").connect()) {
      awaitReady(chat);
      var room = ada.chat("direct", bob);
      talk(room, ada, bob);
      for (var i = 0; i < ServerCluster.SIZE; i++) {
        redis.stop(i);
        try {
          talk(room, ada, bob);
          talk(room, bob, ada);
          try (var cyd = Person.of(chat.second(), "cyd-cluster" + i).connect()) {
            assertComes(cyd, ada);
          }
          await().atMost(BACK_WITHIN).until(() -> ready(chat.first()) == 503);
        } finally {
          redis.restart(i);
        }
        awaitReady(chat);
        talk(room, ada, bob);
      }
    }
  }

  /** In a chat that is made while a master is away, and with it the routes of some users. */
  private static void assertComes(Person from, Person to) throws Exception {
    var room = from.chat("direct", to);
    from.say(room, "hello");
    assertThat(to.hearAll(room, 0, 1)).containsExactly("1 hello");
  }

  private void talk(String room, Person from, Person to) throws Exception {
    var before = said;
    for (var i = 0; i < MESSAGES; i++) {
      from.say(room, "words " + ++said);
    }
    var expected =
        IntStream.rangeClosed(before + 1, said).mapToObj(i -> i + " words " + i).toList();
    assertThat(to.hearAll(room, before, MESSAGES)).isEqualTo(expected);
    assertThat(from.hearAll(room, before, MESSAGES)).isEqualTo(expected);
  }

  private static void awaitReady(RunningChat chat) {
    await()
        .atMost(BACK_WITHIN)
        .until(() -> ready(chat.first()) == 200 && ready(chat.second()) == 200);
  }

  private static int ready(URI node) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(node.resolve("/health/ready")).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
