package dev.whiteboard.cdn;

import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The whole service on free ports, with the demo origin behind it. */
final class TestWorld implements AutoCloseable {
  /** How long a loaded machine may take for what is done at once otherwise. */
  static final Duration SOON = Duration.ofSeconds(20);

  static final String ADMIN_KEY = "an-admin-key-for-tests";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "CDN_PORT", "0",
          "CDN_ORIGIN_PORT", "0",
          "CDN_EDGE_PORT", "0",
          "CDN_EDGE_TLS_PORT", "0",
          "CDN_RESP_PORT", "0",
          "CDN_ADMIN_KEY", ADMIN_KEY);

  private final HttpClient client = HttpClient.newHttpClient();
  private final CdnService service;

  private TestWorld(CdnService service) {
    this.service = service;
  }

  /** Starts it, and waits until it knows its log. */
  static TestWorld start(TestStack stack) throws Exception {
    var settings = new HashMap<>(SETTINGS);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers());
    settings.put("CDN_KAFKA_PREFIX", stack.topicPrefix());
    var read = CdnSettings.read(Settings.of(settings, List.of()));
    var world = new TestWorld(CdnService.start(read));
    await().atMost(SOON).until(world::isJoined);
    return world;
  }

  private boolean isJoined() {
    return service.world().nodes().stream()
        .allMatch(node -> node.purges().isJoined() && node.purges().isCurrent());
  }

  URI url() {
    return service.url();
  }

  CdnService service() {
    return service;
  }

  HttpResponse<String> post(String path, JsonObject body) throws Exception {
    var request =
        HttpRequest.newBuilder(url().resolve(path))
            .timeout(SOON)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  HttpResponse<Stream<String>> lines(String path) throws Exception {
    var request = HttpRequest.newBuilder(url().resolve(path)).timeout(SOON).build();
    return client.send(request, BodyHandlers.ofLines());
  }

  @Override
  public void close() {
    client.shutdownNow();
    service.close();
  }
}
