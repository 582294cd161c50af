package dev.whiteboard.chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.ChatService;
import dev.whiteboard.chat.push.channel.TestTargets;
import dev.whiteboard.chat.push.channel.TestTargets.Answer;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One sender, which is busy: what waits for it in memory goes by its rank. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class UrgentFirstIT {
  private static final String ONE_SENDER = "CHAT_PUSH_SENDERS";

  @Test
  void urgent_thatCameLater_isToldBeforeTheQuiet(TestStack stack) throws Exception {
    try (var targets = TestTargets.start();
        var node = node(stack);
        var database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", 2);
        var ada = PushNodes.person(node.url());
        var bob = PushNodes.person(node.url()).connect()) {
      var free = new CountDownLatch(1);
      targets.answer(_ -> {
        awaitQuietly(free);
        return new Answer(200);
      });
      PushNodes.subscribe(ada, targets.url("/ada"));
      var blocking = bob.chat("group", ada);
      bob.say(blocking, "blocks the sender");
      var heard = new ArrayList<>(List.of(words(targets)));

      bob.say(bob.chat("group", ada), "quiet one");
      await().atMost(PushNodes.WITHIN).until(() -> leased(database) == 2);
      bob.say(bob.chat("group", ada), "quiet two");
      await().atMost(PushNodes.WITHIN).until(() -> leased(database) == 3);
      bob.say(bob.chat("direct", ada), "urgent");
      await().atMost(PushNodes.WITHIN).until(() -> leased(database) == 4);
      free.countDown();
      for (var i = 0; i < 3; i++) {
        heard.add(words(targets));
      }

      assertThat(heard).containsExactly("blocks the sender", "urgent", "quiet one", "quiet two");
    }
  }

  private static ChatService node(TestStack stack) throws Exception {
    return PushNodes.node(
        stack, "only", ONE_SENDER, "1", "CHAT_PUSH_AFTER", "PT0.1S", "CHAT_PUSH_TIMEOUT", "PT30S");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      var _ = latch.await(PushNodes.WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String words(TestTargets targets) throws Exception {
    return new JsonObject(new String(targets.next().body(), UTF_8)).getString("words");
  }

  private static long leased(Database database) {
    return database.query(handle ->
        handle
            .select("SELECT count(*) FROM pushes WHERE lease IS NOT NULL")
            .mapTo(Long.class)
            .one());
  }
}
