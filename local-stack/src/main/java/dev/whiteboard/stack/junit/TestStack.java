package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.StackAddresses;

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

  /** To begin every topic and consumer group with, such as {@code links-it-1f3a09bc.}. */
  public String topicPrefix() {
    return name + ".";
  }
}
