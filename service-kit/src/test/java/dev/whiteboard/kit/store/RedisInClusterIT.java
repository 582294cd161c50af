package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.EmbeddedRedisCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of three masters, by nothing but another URL. */
final class RedisInClusterIT extends RedisContract {
  private EmbeddedRedisCluster cluster;
  private EmbeddedRedis server;

  @BeforeAll
  void start(@TempDir Path folder) {
    cluster = EmbeddedRedisCluster.start(folder);
    server = cluster.masterOf(KEY);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @Override
  EmbeddedRedis server() {
    return server;
  }

  @Override
  String url() {
    return cluster.url();
  }

  @Test
  void send_manyKeys_areOnAllThree() {
    var keys = IntStream.range(0, 100).mapToObj(i -> "many" + i).toList();
    awaitWorks(keys);

    assertThat(keys.stream().map(cluster::masterOf).distinct()).hasSize(3);
  }

  @Test
  void send_oneMasterStopped_keysOfTheOthersWork() {
    var others =
        IntStream.range(0, 100)
            .mapToObj(i -> "other" + i)
            .filter(key -> cluster.masterOf(key) != server)
            .toList();
    awaitWorks(others);
    server.stop();
    try {
      awaitWorks(others);
    } finally {
      server.restart();
    }
    awaitBack();
  }

  @Test
  void open_oneNamedNodeIsAwayAndOneNotNamed_findsIt() {
    var others = cluster.masters().stream().filter(master -> master != server).toList();
    var key =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> "found" + i)
            .filter(name -> isOn(others.getLast(), name))
            .findFirst()
            .orElseThrow();
    server.stop();
    try (var found = Redis.open(url(server, others.getFirst()))) {
      await().atMost(BACK_MAX).until(() -> works(found, key));
    } finally {
      server.restart();
    }
    awaitBack();
  }

  private boolean isOn(EmbeddedRedis master, String key) {
    return cluster.masterOf(key) == master;
  }

  private static String url(EmbeddedRedis... nodes) {
    return "redis://" + String.join(",", Stream.of(nodes).map(EmbeddedRedis::location).toList());
  }

  /** On a busy machine an answer may come too late once. */
  private void awaitWorks(List<String> keys) {
    await().atMost(BACK_MAX).until(() -> keys.stream().allMatch(this::works));
  }

  private boolean works(String key) {
    return works(redis(), key);
  }

  private static boolean works(Redis redis, String key) {
    var answer = redis.send(commands -> commands.set(key, "1")).toCompletableFuture();
    return answer.handle((_, failure) -> failure == null).orTimeout(10, TimeUnit.SECONDS).join();
  }
}
