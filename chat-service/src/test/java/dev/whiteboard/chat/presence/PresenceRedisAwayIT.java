package dev.whiteboard.chat.presence;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.OFFLINE;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.ONLINE;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame.Presence.State;
import dev.whiteboard.stack.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis goes, forgets, and comes back. */
final class PresenceRedisAwayIT {
  private static final Duration WITHIN = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @Test
  void redis_stoppedAndBack_isUnknownOnceAndThenTheTruth() throws Exception {
    try (var redis = EmbeddedRedis.start(folder);
        var first = new PresenceNode("one", redis.url(), "away:", PresenceNode.LEASE);
        var second = new PresenceNode("two", redis.url(), "away:", PresenceNode.LEASE)) {
      var ada = sender().user();
      var ben = sender().user();
      first.presence.came(ada);
      var looker = second.looker(sender().user(), ada, ben);
      await()
          .atMost(WITHIN)
          .untilAsserted(() -> {
            first.presence.heard(ada); // the first time there may have been no connection
            assertThat(looker.of(ada)).last().isEqualTo(ONLINE);
            assertThat(looker.of(ben)).last().isEqualTo(OFFLINE);
          });
      looker.shown.clear();

      redis.stop();
      awaitShown(looker, ada, UNKNOWN);
      awaitShown(looker, ben, UNKNOWN);
      redis.restart();

      awaitShown(looker, ada, UNKNOWN, ONLINE);
      awaitShown(looker, ben, UNKNOWN, OFFLINE);
    }
  }

  private static void awaitShown(Looker looker, UserId user, State... states) {
    await().atMost(WITHIN).untilAsserted(() -> assertThat(looker.of(user)).containsExactly(states));
  }
}
