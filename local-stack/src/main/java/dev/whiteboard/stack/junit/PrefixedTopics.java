package dev.whiteboard.stack.junit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;

/** The topics of one test class. */
final class PrefixedTopics {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(20);

  private PrefixedTopics() {}

  /** Deletes the topics that begin with the prefix. */
  static void delete(String bootstrapServers, String prefix) throws IOException {
    Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    try {
      List<String> topics =
          answer(admin.listTopics().names()).stream()
              .filter(topic -> topic.startsWith(prefix))
              .toList();
      answer(admin.deleteTopics(topics).all());
    } finally {
      admin.close(Duration.ZERO); // without a time it waits for a Kafka that is gone
    }
  }

  private static <T> T answer(KafkaFuture<T> future) throws IOException {
    try {
      return future.get(ANSWER_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Kafka did not do as asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the topics were deleted", e);
    }
  }
}
