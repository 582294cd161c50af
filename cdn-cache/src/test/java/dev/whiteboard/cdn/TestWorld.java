package dev.whiteboard.cdn;

import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
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

  static TestWorld start() throws Exception {
    return new TestWorld(CdnService.start(CdnSettings.read(Settings.of(SETTINGS, List.of()))));
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
