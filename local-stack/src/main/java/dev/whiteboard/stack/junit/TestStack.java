package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.ContainerRedisCluster;
import dev.whiteboard.stack.EmbeddedRedisCluster;
import dev.whiteboard.stack.ServerCluster;
import dev.whiteboard.stack.StackAddresses;
import java.nio.file.Path;

/**
 * The servers as one test class sees them. They are shared with the other classes of the run: what
 * is the class's own is the database, and what it names with the prefixes. All of that is deleted
 * after the class.
 */
public final class TestStack {
  private final StackAddresses addresses;
  private final String name;

  TestStack(StackAddresses addresses, String name) {
    this.addresses = addresses;
    this.name = name;
  }

  /**
   * A database of the class's own, empty at first: {@code postgresql://user:password@host:port/db}.
   *
   * @throws IllegalStateException if the class does not need PostgreSQL
   */
  public String databaseUrl() {
    return addresses.databaseUrl();
  }

  /**
   * {@code redis://host:port}.
   *
   * @throws IllegalStateException if the class does not need Redis
   */
  public String redisUrl() {
    return addresses.redisUrl();
  }

  /** To begin every key with, such as {@code links-it-1f3a09bc:}. */
  public String redisKeyPrefix() {
    return name + ":";
  }

  /**
   * {@code host:port}.
   *
   * @throws IllegalStateException if the class does not need Kafka
   */
  public String kafkaBootstrapServers() {
    return addresses.kafkaBootstrapServers();
  }

  /**
   * Starts a Redis Cluster of the test's own, of processes or of containers, as the run's servers
   * are. The test closes it.
   *
   * @param folder what it holds is in there, if it is in files at all
   */
  public ServerCluster startRedisCluster(Path folder) {
    return switch (StackMode.ofThisRun()) {
      case EMBEDDED -> EmbeddedRedisCluster.start(folder);
      case CONTAINERS -> ContainerRedisCluster.start();
    };
  }

  /** To begin every topic and consumer group with, such as {@code links-it-1f3a09bc.}. */
  public String topicPrefix() {
    return name + ".";
  }
}
