package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Kafka lost its topic, PostgreSQL kept its offsets: they mean nothing any more. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class TopicMadeAnewIT {
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);

  @Test
  void topicMadeAnew_visitsAreCountedFromItsBeginning(TestStack stack) throws Exception {
    JsonObject link;
    try (var node = TestNode.start(stack)) {
      link = node.shorten("https://example.com/anew");
      visit(node, link, 200);
      awaitVisits(node, link, 200);
    }
    deleteTopic(stack);

    try (var node = TestNode.start(stack)) {
      visit(node, link, 3);
      awaitVisits(node, link, 203);
      assertThat(node.stats(link, "").getLong("visits")).isEqualTo(203);
    }
  }

  private static void visit(TestNode node, JsonObject link, int times) {
    for (var i = 0; i < times; i++) {
      node.get("/" + link.getString("code"));
    }
  }

  private static void awaitVisits(TestNode node, JsonObject link, long visits) {
    await().atMost(COUNTED_WITHIN).until(() -> node.stats(link, "").getLong("visits") >= visits);
  }

  private static void deleteTopic(TestStack stack) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      var topic = stack.topicPrefix() + "clicks";
      admin.deleteTopics(List.of(topic)).all().get();
      await().until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }
}
