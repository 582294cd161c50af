package dev.whiteboard.ratelimit.redis;

import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.process.FreePort;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three nodes with a third of the slots each, and one that stands in for the first. */
final class RedisCluster implements AutoCloseable {
  private static final Duration JOIN_MAX = Duration.ofSeconds(30);
  private static final int MASTERS = 3;

  private final List<EmbeddedRedis> nodes;

  private RedisCluster(List<EmbeddedRedis> nodes) {
    this.nodes = nodes;
  }

  static RedisCluster start(Path folder) {
    var nodes =
        IntStream.rangeClosed(0, MASTERS)
            .mapToObj(i -> EmbeddedRedis.startClusterNode(folder.resolve("node" + i), port()))
            .toList();
    var cluster = new RedisCluster(nodes);
    cluster.join();
    return cluster;
  }

  private static int port() {
    return IntStream.generate(FreePort::find)
        .filter(port -> port <= EmbeddedRedis.CLUSTER_PORT_MAX)
        .limit(1)
        .sum();
  }

  private void join() {
    for (var i = 0; i < nodes.size(); i++) {
      try (var node = RawRedis.open(nodes.get(i).url())) {
        if (i < MASTERS) {
          node.commands().clusterAddSlots(slots(i));
        }
        nodes.forEach(other -> node.commands().clusterMeet("127.0.0.1", other.port()));
      }
    }
    replicate();
    await().atMost(JOIN_MAX).until(this::isWhole);
  }

  private static int[] slots(int node) {
    var share = SlotHash.SLOT_COUNT / MASTERS + 1;
    return IntStream.range(node * share, Math.min((node + 1) * share, SlotHash.SLOT_COUNT))
        .toArray();
  }

  private void replicate() {
    var first = myId(nodes.getFirst());
    try (var replica = RawRedis.open(nodes.getLast().url())) {
      await().atMost(JOIN_MAX).until(() -> replica.commands().clusterNodes().contains(first));
      await()
          .atMost(JOIN_MAX)
          .ignoreExceptions()
          .until(() -> replica.commands().clusterReplicate(first).equals("OK"));
    }
  }

  private static String myId(EmbeddedRedis node) {
    try (var redis = RawRedis.open(node.url())) {
      return redis.commands().clusterMyId();
    }
  }

  /** As each node sees it, and with the replica in step. */
  private boolean isWhole() {
    return nodes.stream().allMatch(RedisCluster::seesAll)
        && replication(nodes.getLast()).contains("master_link_status:up");
  }

  private static boolean seesAll(EmbeddedRedis node) {
    try (var redis = RawRedis.open(node.url())) {
      var info = redis.commands().clusterInfo();
      return info.contains("cluster_state:ok")
          && info.contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT)
          && info.contains("cluster_known_nodes:4");
    }
  }

  private static String replication(EmbeddedRedis node) {
    try (var redis = RawRedis.open(node.url())) {
      return redis.commands().info("replication").toLowerCase(Locale.ROOT);
    }
  }

  /** All nodes, as a setting has them. */
  String url() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  /** The masters, in the order of their slots. */
  List<EmbeddedRedis> masters() {
    return nodes.subList(0, MASTERS);
  }

  /** What stands in for the first. */
  EmbeddedRedis replica() {
    return nodes.getLast();
  }

  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::close);
  }
}
