package dev.whiteboard.stack;

import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.testcontainers.containers.GenericContainer;

/**
 * A Kafka cluster of containers: three, each broker and controller, by KRaft. A topic has three
 * replicas unless it says otherwise, and takes a record that two of them have: with one broker gone
 * it goes on.
 */
public final class ContainerKafkaCluster implements ServerCluster {
  private static final Duration START_TIME_MAX = Duration.ofMinutes(3);
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(5);

  private final ContainerCluster containers;
  private final String bootstrapServers;

  private ContainerKafkaCluster(ContainerCluster containers, String bootstrapServers) {
    this.containers = containers;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts it, and returns when all three are there.
   *
   * @throws ServerException if there is no Docker to be had, or the three do not find together
   */
  public static ContainerKafkaCluster start() {
    List<Integer> ports =
        IntStream.generate(FreePort::find).distinct().limit(SIZE).boxed().toList();
    List<Integer> controllers =
        IntStream.generate(FreePort::find)
            .filter(port -> !ports.contains(port))
            .distinct()
            .limit(SIZE)
            .boxed()
            .toList();
    Map<String, String> common = common(voters(controllers));
    ContainerKafkaCluster cluster =
        new ContainerKafkaCluster(
            ContainerCluster.start(i -> node(i, ports.get(i), controllers.get(i), common)),
            ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    try {
      cluster.awaitWhole();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static String voters(List<Integer> controllers) {
    return IntStream.range(0, SIZE)
        .mapToObj(i -> "%d@127.0.0.1:%d".formatted(i + 1, controllers.get(i)))
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> common(String voters) {
    return Map.ofEntries(
        Map.entry("CLUSTER_ID", Uuid.randomUuid().toString()),
        Map.entry("KAFKA_HEAP_OPTS", "-Xmx320m"),
        Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
        Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", voters),
        Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
        Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER"),
        Map.entry("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
        Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
        Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
        Map.entry("KAFKA_DEFAULT_REPLICATION_FACTOR", "" + SIZE),
        Map.entry("KAFKA_MIN_INSYNC_REPLICAS", "2"),
        Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "" + SIZE),
        Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4"),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "" + SIZE),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "2"),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4"));
  }

  @SuppressWarnings("resource") // the cluster closes it
  private static GenericContainer<?> node(
      int number, int port, int controller, Map<String, String> common) {
    return new GenericContainer<>(ContainerStack.KAFKA_IMAGE)
        .withEnv(common)
        .withEnv("KAFKA_NODE_ID", "" + (number + 1))
        .withEnv(
            "KAFKA_LISTENERS",
            "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller))
        .withEnv("KAFKA_ADVERTISED_LISTENERS", "BROKER://127.0.0.1:" + port);
  }

  @Override
  public String url() {
    return bootstrapServers;
  }

  @Override
  public void stop(int server) {
    containers.kill(server);
  }

  @Override
  public void restart(int server) {
    containers.startAgain(server);
    awaitWhole();
  }

  @Override
  public void close() {
    containers.close();
  }

  private void awaitWhole() {
    int answerTimeMaxMs = Math.toIntExact(ANSWER_TIME_MAX.toMillis());
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerTimeMaxMs,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, answerTimeMaxMs);
    try (Admin admin = Admin.create(settings)) {
      if (!Deadline.after(START_TIME_MAX).await(() -> hasAllBrokers(admin))) {
        throw new ServerException("the Kafka cluster at " + bootstrapServers + " is not whole");
      }
    }
  }

  private static boolean hasAllBrokers(Admin admin) {
    try {
      return admin
              .describeCluster()
              .nodes()
              .get(ANSWER_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)
              .size()
          == SIZE;
    } catch (ExecutionException | TimeoutException _) { // as while they look for each other
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
