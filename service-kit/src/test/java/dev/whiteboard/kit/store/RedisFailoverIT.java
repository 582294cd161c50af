package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedisCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A master is lost for good, and the one that stands in for it is found. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
final class RedisFailoverIT {
  /** The cluster itself needs a second or two to replace it. */
  private static final Duration REPLACED_MAX = Duration.ofSeconds(60);

  @Test
  void send_masterLostAndReplaced_findsItsReplica(@TempDir Path folder) {
    try (var cluster = EmbeddedRedisCluster.startWithReplica(folder);
        var redis = Redis.open(cluster.url())) {
      var first = cluster.masters().getFirst();
      var key =
          IntStream.iterate(0, i -> i + 1)
              .mapToObj(i -> "lost" + i)
              .filter(name -> cluster.masterOf(name) == first)
              .findFirst()
              .orElseThrow();
      await().atMost(REPLACED_MAX).until(() -> set(redis, key));

      first.stop();

      assertThat(set(redis, key)).isFalse();
      await().atMost(REPLACED_MAX).until(() -> set(redis, key));
      await().atMost(REPLACED_MAX).ignoreExceptions().untilAsserted(redis::ping);
    }
  }

  private static boolean set(Redis redis, String key) {
    var answer = redis.send(commands -> commands.set(key, "1")).toCompletableFuture();
    return answer.handle((_, failure) -> failure == null).orTimeout(10, TimeUnit.SECONDS).join();
  }
}
