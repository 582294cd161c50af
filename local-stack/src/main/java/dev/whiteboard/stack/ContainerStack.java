package dev.whiteboard.stack;

import dev.whiteboard.stack.process.ServerException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Servers from their makers' images, for a run that has to be as close to production as a laptop
 * gets. What they hold is gone with them.
 */
public final class ContainerStack implements LocalStack {
  static final String REDIS_IMAGE = "redis:8";
  static final String KAFKA_IMAGE = "apache/kafka:4.3.1";
  private static final String POSTGRES_IMAGE = "postgres:18";

  private static final int REDIS_PORT = 6379;
  private static final int POSTGRES_CONNECTIONS_MAX = 200;
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);
  private static final String LOGIN = "whiteboard";

  private final Map<Server, Container> containers;

  private ContainerStack(Map<Server, Container> containers) {
    this.containers = containers;
  }

  /** A container that is up, and what a service takes as its address. */
  private record Container(GenericContainer<?> container, String url) {
    void stop() {
      container.stop();
    }
  }

  /**
   * Starts the servers, side by side, and returns when all answer.
   *
   * @throws ServerException if there is no Docker to be had, or a container does not come up
   */
  public static ContainerStack start(Set<Server> servers, StackListener listener) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new ServerException("containers were asked for, and no Docker answers");
    }
    return new ContainerStack(
        SideBySide.start(servers, server -> start(server, listener), Container::stop));
  }

  @Override
  public StackAddresses addresses() {
    Map<Server, String> addresses = new EnumMap<>(Server.class);
    containers.forEach((server, container) -> addresses.put(server, container.url()));
    return new StackAddresses(addresses);
  }

  @Override
  public void close() {
    SideBySide.stop(containers.values(), Container::stop);
  }

  private static Container start(Server server, StackListener listener) {
    Announced announced = Announced.starting(server, listener);
    Container started =
        switch (server) {
          case POSTGRES -> startPostgres();
          case REDIS -> startRedis();
          case KAFKA -> startKafka();
        };
    announced.ready(Greeting.of(server, started.url(), ANSWER_TIME_MAX));
    return started;
  }

  @SuppressWarnings("resource") // the stack closes it
  private static Container startPostgres() {
    PostgreSQLContainer postgres =
        new PostgreSQLContainer(POSTGRES_IMAGE)
            .withUsername(LOGIN)
            .withPassword(LOGIN)
            .withDatabaseName(LOGIN)
            .withCommand(
                "postgres", "-c", "fsync=off", "-c", "max_connections=" + POSTGRES_CONNECTIONS_MAX);
    postgres.start();
    int port = postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    DatabaseUrl url = new DatabaseUrl(LOGIN, LOGIN, postgres.getHost(), port, LOGIN, "");
    return new Container(postgres, url.url());
  }

  @SuppressWarnings("resource") // the stack closes it
  private static Container startRedis() {
    GenericContainer<?> redis = new GenericContainer<>(REDIS_IMAGE).withExposedPorts(REDIS_PORT);
    redis.start();
    int port = redis.getMappedPort(REDIS_PORT);
    return new Container(redis, "redis://%s:%d".formatted(redis.getHost(), port));
  }

  @SuppressWarnings("resource") // the stack closes it
  private static Container startKafka() {
    KafkaContainer kafka =
        new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    kafka.start();
    return new Container(kafka, kafka.getBootstrapServers());
  }
}
