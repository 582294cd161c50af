package dev.whiteboard.stack;

import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.ServerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of processes on the loopback address: three masters with a third of the slots
 * each, and one more node perhaps that stands in for the first.
 *
 * <p>A master that is stopped takes its keys with it, and the others serve theirs; where there is a
 * replica, and only then, it takes over.
 */
public final class EmbeddedRedisCluster implements ServerCluster {
  /** The port of a node's bus is not asked for, so somebody may have it. */
  private static final int ATTEMPTS_MAX = 5;

  private final List<EmbeddedRedis> nodes;
  private final RedisClusterSlots slots;

  private EmbeddedRedisCluster(List<EmbeddedRedis> nodes) {
    this.nodes = nodes;
    this.slots = new RedisClusterSlots(nodes.stream().map(EmbeddedRedis::url).toList());
  }

  /**
   * Starts three masters with their data in the folder.
   *
   * @throws ServerException if they do not come up, or do not find together
   */
  public static EmbeddedRedisCluster start(Path folder) {
    return start(folder, SIZE);
  }

  /** The same with a fourth node that stands in for the first. */
  public static EmbeddedRedisCluster startWithReplica(Path folder) {
    return start(folder, SIZE + 1);
  }

  private static EmbeddedRedisCluster start(Path folder, int size) {
    List<EmbeddedRedis> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < size; i++) {
        nodes.add(startNode(folder.resolve("node" + i)));
      }
      EmbeddedRedisCluster cluster = new EmbeddedRedisCluster(nodes);
      cluster.slots.join();
      return cluster;
    } catch (RuntimeException e) {
      nodes.forEach(EmbeddedRedis::close);
      throw e;
    }
  }

  private static EmbeddedRedis startNode(Path folder) {
    for (int attempt = 1; ; attempt++) {
      try {
        return EmbeddedRedis.startClusterNode(folder, port());
      } catch (ServerException e) {
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  /** A free port for a node of a cluster. */
  static int port() {
    return IntStream.generate(FreePort::find)
        .filter(port -> port <= EmbeddedRedis.CLUSTER_PORT_MAX)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String url() {
    return slots.url();
  }

  /** The three, in the order of their slots. */
  public List<EmbeddedRedis> masters() {
    return List.copyOf(nodes.subList(0, SIZE));
  }

  /** What stands in for the first, where it was started with one. */
  public EmbeddedRedis replica() {
    return nodes.get(SIZE);
  }

  /** The master that has a key at first; asks the last node, which has to be up. */
  public EmbeddedRedis masterOf(String key) {
    return nodes.get(slots.masterOf(key));
  }

  @Override
  public void stop(int server) {
    nodes.get(server).stop();
  }

  @Override
  public void restart(int server) {
    nodes.get(server).restart();
    slots.awaitWhole();
  }

  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::close);
  }
}
