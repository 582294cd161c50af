package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.ContainerKafkaCluster;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.ServerCluster;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A Kafka cluster of three, by nothing but another {@code KAFKA_BOOTSTRAP_SERVERS}: whichever
 * broker is killed, each click counts once.
 */
@NeedsStack({Server.POSTGRES, Server.REDIS})
@EnabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "three brokers are three containers")
@Timeout(600)
final class KafkaClusterIT {
  private static final Duration COUNTED_WITHIN = Duration.ofMinutes(2);
  private static final int VISITS = 100;

  private ServerCluster kafka;
  private TestNode one;
  private TestNode other;

  @BeforeEach
  void start(TestStack stack) throws Exception {
    kafka = ContainerKafkaCluster.start();
    one = node(stack);
    other = node(stack);
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
    kafka.close();
  }

  private TestNode node(TestStack stack) throws Exception {
    return TestNode.start(TestNode.servers(stack, stack.redisUrl(), kafka.url()));
  }

  @Test
  void eachBrokerKilledOnce_everyClickCountsOnce() {
    var link = one.shorten("https://example.com/cluster");
    visit(link);
    awaitVisits(link, 2 * VISITS);
    for (var i = 0; i < ServerCluster.SIZE; i++) {
      visit(link);
      kafka.stop(i);
      visit(link);
      awaitVisits(link, 2 * VISITS * (1 + 3 * i + 2)); // two brokers of three are enough
      kafka.restart(i);
      visit(link);
      awaitVisits(link, 2 * VISITS * (1 + 3 * i + 3));
    }
    assertThat(one.metric("shortener_click_events_total", "dropped")).isZero();
    assertThat(other.metric("shortener_click_events_total", "dropped")).isZero();
  }

  private void visit(JsonObject link) {
    for (var i = 0; i < VISITS; i++) {
      assertThat(one.get("/" + link.getString("code")).statusCode()).isEqualTo(302);
      assertThat(other.get("/" + link.getString("code")).statusCode()).isEqualTo(302);
    }
  }

  private void awaitVisits(JsonObject link, int visits) {
    await().atMost(COUNTED_WITHIN).until(() -> one.stats(link, "").getLong("visits") >= visits);
    assertThat(one.stats(link, "").getLong("visits")).isEqualTo(visits);
  }
}
