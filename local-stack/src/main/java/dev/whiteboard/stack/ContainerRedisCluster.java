package dev.whiteboard.stack;

import dev.whiteboard.stack.process.ServerException;
import java.util.List;
import java.util.stream.IntStream;
import org.testcontainers.containers.GenericContainer;

/**
 * A Redis Cluster of containers: three masters with a third of the slots each, and nobody who
 * stands in for them.
 */
public final class ContainerRedisCluster implements ServerCluster {
  private final ContainerCluster containers;
  private final RedisClusterSlots slots;

  private ContainerRedisCluster(ContainerCluster containers, List<Integer> ports) {
    this.containers = containers;
    this.slots =
        new RedisClusterSlots(ports.stream().map(port -> "redis://127.0.0.1:" + port).toList());
  }

  /**
   * Starts it, and returns when all slots are served.
   *
   * @throws ServerException if there is no Docker to be had, or the three do not find together
   */
  public static ContainerRedisCluster start() {
    List<Integer> ports =
        IntStream.generate(EmbeddedRedisCluster::port).distinct().limit(SIZE).boxed().toList();
    ContainerRedisCluster cluster =
        new ContainerRedisCluster(ContainerCluster.start(i -> node(ports.get(i))), ports);
    try {
      cluster.slots.join();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Keeps what it was given over a kill, as {@link EmbeddedRedis} does. */
  @SuppressWarnings("resource") // the cluster closes it
  private static GenericContainer<?> node(int port) {
    return new GenericContainer<>(ContainerStack.REDIS_IMAGE)
        .withCommand(
            "redis-server",
            "--port",
            "" + port,
            "--bind",
            "127.0.0.1",
            "--appendonly",
            "yes",
            "--cluster-enabled",
            "yes",
            "--cluster-node-timeout",
            "1000",
            "--cluster-require-full-coverage",
            "no");
  }

  @Override
  public String url() {
    return slots.url();
  }

  @Override
  public void stop(int server) {
    containers.kill(server);
  }

  @Override
  public void restart(int server) {
    containers.startAgain(server);
    slots.awaitWhole();
  }

  @Override
  public void close() {
    containers.close();
  }
}
