package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who visited, from the request's headers to the statistics. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class VisitorsIT {
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);
  private static final String FIREFOX =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String SLACKBOT =
      "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";

  @Test
  void stats_peopleAndBots_areToldApart_onTwoNodes(TestStack stack, @TempDir Path folder)
      throws Exception {
    var geoIp = GeoIpFile.write(folder.resolve("countries.mmdb"), Map.of("203.0.113.0", "DE"));
    var more =
        new String[] {
          "SHORTENER_TRUSTED_PROXIES", "127.0.0.1/32", "SHORTENER_GEOIP_FILE", geoIp.toString()
        };
    try (var one = TestNode.start(stack, more);
        var other = TestNode.start(stack, more)) {
      var link = one.shorten("https://example.com/who");
      visit(one, link, FIREFOX, "203.0.113.1", "https://news.example.com/article?secret=1");
      visit(other, link, FIREFOX, "203.0.113.200", "https://news.example.com/");
      visit(one, link, FIREFOX, "198.51.100.1", "");
      visit(one, link, "curl/8.9.1", "203.0.113.1", "");
      visit(other, link, SLACKBOT, "203.0.113.1", "");

      await().atMost(COUNTED_WITHIN).until(() -> one.stats(link, "").getLong("bots") == 1);
      await().atMost(COUNTED_WITHIN).until(() -> one.stats(link, "").getLong("visits") == 4);
      var stats = other.stats(link, "");
      assertThat(stats.getLong("visitors")).isEqualTo(3);
      assertThat(stats.getJsonArray("referrers"))
          .isEqualTo(names("direct", 2, "news.example.com", 2));
      assertThat(stats.getJsonArray("browsers")).isEqualTo(names("Firefox", 3, "curl", 1));
      assertThat(stats.getJsonArray("systems")).isEqualTo(names("Windows", 3, "other", 1));
      assertThat(stats.getJsonArray("devices")).isEqualTo(names("desktop", 3, "other", 1));
      assertThat(stats.getJsonArray("countries")).isEqualTo(names("DE", 3));
      var before = one.stats(link, "?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z&every=hour");
      assertThat(before.getLong("visits")).isZero();
      assertThat(before.getLong("visitors")).isZero();
      assertThat(before.getJsonArray("browsers")).isEmpty();
    }
  }

  @Test
  void get_limitedLink_botSpendsNothing_andIsToldWhenItIsUsedUp(TestStack stack) throws Exception {
    try (var node = TestNode.start(stack)) {
      var link =
          node.shorten(new JsonObject().put("url", "https://example.com/").put("maxVisits", 1));

      for (var i = 0; i < 3; i++) {
        assertThat(visit(node, link, SLACKBOT, "127.0.0.1", "")).isEqualTo(302);
      }
      assertThat(visit(node, link, FIREFOX, "127.0.0.1", "")).isEqualTo(302);
      assertThat(visit(node, link, FIREFOX, "127.0.0.1", "")).isEqualTo(410);
      assertThat(visit(node, link, SLACKBOT, "127.0.0.1", "")).isEqualTo(410);
    }
  }

  @Test
  void counter_damagedRecord_isPassedOverAndCounted(TestStack stack) throws Exception {
    try (var node = TestNode.start(stack)) {
      var link = node.shorten("https://example.com/damaged");
      visit(node, link, FIREFOX, "127.0.0.1", "");
      await().atMost(COUNTED_WITHIN).until(() -> node.stats(link, "").getLong("visits") == 1);

      sendDamaged(stack);
      visit(node, link, FIREFOX, "127.0.0.1", "");

      await().atMost(COUNTED_WITHIN).until(() -> node.stats(link, "").getLong("visits") == 2);
      await()
          .atMost(COUNTED_WITHIN)
          .until(() -> node.metric("shortener_click_events_total", "unreadable") == 16);
    }
  }

  @Test
  void start_badGeoIpFileOrSpool_namesTheSetting(TestStack stack, @TempDir Path folder)
      throws Exception {
    var noFile = folder.resolve("missing.mmdb").toString();
    var bad = Files.writeString(folder.resolve("bad.mmdb"), "not a database").toString();

    for (var file : new String[] {noFile, bad}) {
      assertThatThrownBy(() -> TestNode.start(stack, "SHORTENER_GEOIP_FILE", file).close())
          .isInstanceOf(BadSettingException.class)
          .hasMessageStartingWith("SHORTENER_GEOIP_FILE");
    }
    assertThatThrownBy(() -> TestNode.start(stack, "SHORTENER_SPOOL_DIR", bad).close())
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("SHORTENER_SPOOL_DIR");
    assertThatThrownBy(() -> TestNode.start(stack, "SHORTENER_SPOOL_MAX", "12").close())
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("SHORTENER_SPOOL_MAX");
  }

  private static int visit(
      TestNode node, JsonObject link, String userAgent, String address, String referrer) {
    return node.get(
            "/" + link.getString("code"),
            "User-Agent",
            userAgent,
            "X-Forwarded-For",
            address,
            "Referer",
            referrer)
        .statusCode();
  }

  private static void sendDamaged(TestStack stack) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var partition = 0; partition < 8; partition++) {
        for (var damaged : new byte[][] {{1, 2, 3}, {2, 0}}) {
          producer
              .send(
                  new ProducerRecord<>(
                      stack.topicPrefix() + "clicks", partition, new byte[0], damaged))
              .get(10, TimeUnit.SECONDS);
        }
      }
    }
  }

  private static JsonArray names(Object... pairs) {
    var names = new JsonArray();
    for (var i = 0; i < pairs.length; i += 2) {
      names.add(
          new JsonObject()
              .put("name", pairs[i])
              .put("visits", ((Integer) pairs[i + 1]).longValue()));
    }
    return names;
  }
}
