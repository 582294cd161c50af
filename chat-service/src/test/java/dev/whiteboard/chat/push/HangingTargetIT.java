package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.push.channel.TestTargets;
import dev.whiteboard.chat.push.channel.TestTargets.Answer;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Web servers that take a request and say nothing. A push may take longer than the test does. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class HangingTargetIT {
  private static final String[] EIGHT_SENDERS = {
    "CHAT_PUSH_SENDERS", "8", "CHAT_PUSH_AFTER", "PT0.1S", "CHAT_PUSH_TIMEOUT", "PT2M"
  };

  @Test
  void hooksOfOneUser_thatHang_keepNobodyElseFromBeingTold(TestStack stack) throws Exception {
    var free = new CountDownLatch(1);
    try (var targets = TestTargets.start();
        var node = PushNodes.node(stack, "only", EIGHT_SENDERS);
        var ada = PushNodes.person(node.url());
        var eve = PushNodes.person(node.url());
        var bob = PushNodes.person(node.url()).connect()) {
      targets.answer(received -> {
        if (received.path().startsWith("/eve")) {
          awaitQuietly(free);
        }
        return new Answer(200);
      });
      for (var i = 0; i < 10; i++) {
        PushNodes.subscribe(eve, targets.url("/eve/" + i));
      }
      PushNodes.subscribe(ada, targets.url("/ada"));
      bob.say(bob.chat("direct", eve), "hangs");
      await().atMost(PushNodes.WITHIN).until(() -> told(targets, "/eve") == 2);

      bob.say(bob.chat("direct", ada), "hello");

      await().atMost(PushNodes.WITHIN).until(() -> told(targets, "/ada") == 1);
      assertThat(told(targets, "/eve")).as("all but two wait for their turn").isEqualTo(2);
      free.countDown();
      await().atMost(PushNodes.WITHIN).until(() -> told(targets, "/eve") == 10);
    } finally {
      free.countDown();
    }
  }

  private static long told(TestTargets targets, String beginning) {
    return targets.all().stream().filter(each -> each.path().startsWith(beginning)).count();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      var _ = latch.await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
