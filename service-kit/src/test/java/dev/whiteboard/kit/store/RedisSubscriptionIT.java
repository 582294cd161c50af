package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes and comes back, and what is heard of it. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class RedisSubscriptionIT {
  private static final Duration HEARD_MAX = Duration.ofSeconds(20);

  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private EmbeddedRedis server;
  private Redis redis;

  @BeforeEach
  void start(@TempDir Path folder) {
    server = EmbeddedRedis.start(folder.resolve("redis"));
    redis = Redis.open(server.url());
  }

  @AfterEach
  void close() {
    redis.close();
    server.close();
  }

  @Test
  void open_noRedisUrl_isRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> RedisSubscription.open("http://:secret@127.0.0.1", "news", heard::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void listener_whatIsPublishedOnItsChannel_isHeard() {
    try (var _ = RedisSubscription.open(server.url(), "news", heard::add)) {
      awaitHeard("first");

      var _ = redis.publish("gossip", "elsewhere");
      awaitHeard("second");
      assertThat(heard).containsExactlyInAnyOrder("first", "second");
    }
  }

  @Test
  void listener_serverStoppedAndBack_hearsAgain() {
    try (var _ = RedisSubscription.open(server.url(), "news", heard::add)) {
      awaitHeard("before");

      server.restart();

      awaitHeard("after");
    }
  }

  @Test
  void listener_serverAbsentAtTheStart_hearsOnceItIsThere() {
    server.stop();
    try (var _ = RedisSubscription.open(server.url(), "news", heard::add)) {
      server.restart();

      awaitHeard("late");
    }
  }

  @Test
  void listener_afterClose_hearsNothing() {
    var subscription = RedisSubscription.open(server.url(), "news", heard::add);
    awaitHeard("open");
    subscription.close();

    try (var _ = RedisSubscription.open(server.url(), "news", _ -> heard.add("the other"))) {
      awaitPublished("closed", "the other");
    }
    assertThat(heard).containsExactlyInAnyOrder("open", "the other");
  }

  private void awaitHeard(String message) {
    awaitPublished(message, message);
  }

  /** Again and again: what is published while nobody listens is lost. */
  private void awaitPublished(String message, String expected) {
    await()
        .atMost(HEARD_MAX)
        .until(() -> {
          var _ = redis.publish("news", message);
          return heard.contains(expected);
        });
  }
}
