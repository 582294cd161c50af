package dev.whiteboard.stack;

import java.util.Map;
import java.util.Set;

/**
 * Where the servers of a stack are, in the form that the services take as settings.
 *
 * @param byServer a URL for PostgreSQL and for Redis, {@code host:port} for Kafka
 */
public record StackAddresses(Map<Server, String> byServer) {
  /** Keeps a copy. */
  public StackAddresses {
    byServer = Map.copyOf(byServer);
  }

  /** The servers of the stack. */
  public Set<Server> servers() {
    return byServer.keySet();
  }

  /**
   * {@code postgresql://user:password@host:port/database}.
   *
   * @throws IllegalStateException if PostgreSQL is not part of the stack
   */
  public String databaseUrl() {
    return of(Server.POSTGRES);
  }

  /**
   * {@code redis://host:port}.
   *
   * @throws IllegalStateException if Redis is not part of the stack
   */
  public String redisUrl() {
    return of(Server.REDIS);
  }

  /**
   * {@code host:port}, several with a comma between.
   *
   * @throws IllegalStateException if Kafka is not part of the stack
   */
  public String kafkaBootstrapServers() {
    return of(Server.KAFKA);
  }

  private String of(Server server) {
    String address = byServer.get(server);
    if (address == null) {
      throw new IllegalStateException(
          server.displayName() + " is not part of this stack, which has " + servers());
    }
    return address;
  }

  /** Names the servers only: an address can hold a password. */
  @Override
  public String toString() {
    return "StackAddresses" + servers();
  }
}
