package dev.whiteboard.stack;

import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * What a server says of itself when it is first spoken to.
 *
 * @param version its own; of Kafka, which does not say, that of its metadata
 * @param location host and port, and the database of PostgreSQL
 */
record Greeting(String version, String location) {
  /**
   * Speaks to the server.
   *
   * @throws ServerException if it does not answer in time; the message has no password
   */
  static Greeting of(Server server, String url, Duration timeMax) {
    return switch (server) {
      case POSTGRES -> ofPostgres(url, timeMax);
      case REDIS -> ofRedis(url, timeMax);
      case KAFKA -> ofKafka(url, timeMax);
    };
  }

  private static Greeting ofPostgres(String url, Duration timeMax) {
    DatabaseUrl database = DatabaseUrl.parse(url);
    try (Connection connection = database.connect(timeMax)) {
      return new Greeting(
          connection.getMetaData().getDatabaseProductVersion(), database.location());
    } catch (SQLException e) {
      throw unreachable(Server.POSTGRES, database.location(), e);
    }
  }

  /** Of a cluster, each node that is named has to answer. */
  private static Greeting ofRedis(String url, Duration timeMax) {
    List<String> nodes = RedisConnection.nodes(url);
    List<String> locations = nodes.stream().map(RedisConnection::location).toList();
    SortedSet<String> versions = new TreeSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      try (RedisConnection redis = RedisConnection.open(nodes.get(i), timeMax)) {
        versions.add(redis.version());
      } catch (IOException e) {
        throw unreachable(Server.REDIS, locations.get(i), e);
      }
    }
    return new Greeting(String.join(", ", versions), String.join(",", locations));
  }

  private static Greeting ofKafka(String bootstrapServers, Duration timeMax) {
    int timeMaxMs = Math.toIntExact(timeMax.toMillis());
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeMaxMs,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeMaxMs);
    try {
      return new Greeting(metadataVersion(features(settings, timeMaxMs)), bootstrapServers);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw unreachable(Server.KAFKA, bootstrapServers, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(Server.KAFKA, bootstrapServers, e);
    }
  }

  /** Closes at once: a server that is silent keeps Kafka's client from ever ending by itself. */
  private static FeatureMetadata features(Map<String, Object> settings, int timeMaxMs)
      throws ExecutionException, TimeoutException, InterruptedException {
    Admin admin = Admin.create(settings);
    try {
      return admin.describeFeatures().featureMetadata().get(timeMaxMs, TimeUnit.MILLISECONDS);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static String metadataVersion(FeatureMetadata features) {
    FinalizedVersionRange range = features.finalizedFeatures().get(MetadataVersion.FEATURE_NAME);
    return range == null
        ? "unknown"
        : MetadataVersion.fromFeatureLevel(range.maxVersionLevel()).version();
  }

  private static ServerException unreachable(Server server, String location, Exception cause) {
    String why = String.valueOf(cause.getMessage());
    return new ServerException(
        "%s at %s cannot be reached: %s".formatted(server.displayName(), location, why), cause);
  }
}
