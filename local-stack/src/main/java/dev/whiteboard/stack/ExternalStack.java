package dev.whiteboard.stack;

import dev.whiteboard.stack.process.ServerException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Servers that run somewhere already, named by {@code DATABASE_URL}, {@code REDIS_URL} and {@code
 * KAFKA_BOOTSTRAP_SERVERS}. Each is spoken to once, so that a wrong address is found here and not
 * in the middle of a request; nothing is started, and nothing stopped.
 */
public final class ExternalStack implements LocalStack {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);

  private final StackAddresses addresses;

  private ExternalStack(StackAddresses addresses) {
    this.addresses = addresses;
  }

  /**
   * Finds the servers.
   *
   * @param environment the value of a variable, or null: {@code System::getenv}
   * @throws ServerException if a variable is missing or malformed, or the server it names does not
   *     answer within 10 s; names the variable and the address, not the password
   */
  public static ExternalStack start(
      Set<Server> servers,
      Function<String, ? extends @Nullable String> environment,
      StackListener listener) {
    return start(servers, environment, listener, ANSWER_TIME_MAX);
  }

  static ExternalStack start(
      Set<Server> servers,
      Function<String, ? extends @Nullable String> environment,
      StackListener listener,
      Duration answerTimeMax) {
    Map<Server, String> addresses = new EnumMap<>(Server.class);
    servers.forEach(server -> addresses.put(server, required(server, environment)));
    SideBySide.start(
        servers,
        server -> {
          Announced announced = Announced.starting(server, listener);
          Greeting greeting = greet(server, addresses, answerTimeMax);
          announced.ready(greeting);
          return greeting;
        },
        _ -> {});
    return new ExternalStack(new StackAddresses(addresses));
  }

  /** The variable that names the server. */
  public static String variable(Server server) {
    return switch (server) {
      case POSTGRES -> "DATABASE_URL";
      case REDIS -> "REDIS_URL";
      case KAFKA -> "KAFKA_BOOTSTRAP_SERVERS";
    };
  }

  @Override
  public StackAddresses addresses() {
    return addresses;
  }

  @Override
  public void close() {}

  private static String required(
      Server server, Function<String, ? extends @Nullable String> environment) {
    String value = environment.apply(variable(server));
    if (value == null || value.isBlank()) {
      throw new ServerException(
          "%s is not set: it has to say where %s is"
              .formatted(variable(server), server.displayName()));
    }
    return value.strip();
  }

  private static Greeting greet(
      Server server, Map<Server, String> addresses, Duration answerTimeMax) {
    try {
      return Greeting.of(server, String.valueOf(addresses.get(server)), answerTimeMax);
    } catch (ServerException | IllegalArgumentException e) {
      throw new ServerException(variable(server) + ": " + e.getMessage(), e);
    }
  }
}
