package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.ContainerRedisCluster;
import dev.whiteboard.stack.EmbeddedRedisCluster;
import dev.whiteboard.stack.ServerCluster;
import dev.whiteboard.stack.StackAddresses;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The servers as one test class sees them. They are shared with the other classes of the run: what
 * is the class's own is the database, and what it names with the prefixes. All of that is deleted
 * after the class.
 */
public final class TestStack {
  private final StackAddresses addresses;
  private final Supplier<String> secondDatabase;
  private final String name;

  /**
   * With these names.
   *
   * @param secondDatabase makes it, at the first call
   */
  TestStack(StackAddresses addresses, Supplier<String> secondDatabase, String name) {
    this.addresses = addresses;
    this.secondDatabase = secondDatabase;
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
   * The class's own database, and another one on the same server: the shards of a service, for who
   * does not stop one of them.
   *
   * @param areTwo whether there is to be another one
   * @throws IllegalStateException if the class does not need PostgreSQL
   */
  public List<String> databaseUrls(boolean areTwo) {
    return areTwo ? List.of(databaseUrl(), secondDatabase.get()) : List.of(databaseUrl());
  }

  /**
   * The same as a service is told them: name, value, name, value.
   *
   * @throws IllegalStateException if the class does not need PostgreSQL
   */
  public String[] databaseSettings(boolean areTwo) {
    var urls = databaseUrls(areTwo);
    return areTwo
        ? new String[] {
          "DATABASE_URL", urls.getFirst(), "DATABASE_SHARD_URLS", urls.getLast(),
        }
        : new String[] {"DATABASE_URL", urls.getFirst()};
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
