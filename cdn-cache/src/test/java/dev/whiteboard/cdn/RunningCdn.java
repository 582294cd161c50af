package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.world.CdnNode;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
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

/** The whole service on free ports, as an operator and clients use it. */
final class RunningCdn implements AutoCloseable {
  static final String ADMIN_KEY = "an-admin-key-for-tests";

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final CdnService service;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningCdn(Map<String, String> more) throws Exception {
    var environment =
        new HashMap<>(
            Map.of(
                "CDN_PORT", "0",
                "CDN_ORIGIN_PORT", "0",
                "CDN_EDGE_PORT", "0",
                "CDN_EDGE_TLS_PORT", "0",
                "CDN_RESP_PORT", "0",
                "CDN_ADMIN_KEY", ADMIN_KEY));
    environment.putAll(more);
    service = CdnService.start(CdnSettings.read(Settings.of(environment, List.of())));
  }

  static RunningCdn start(Map<String, String> more) throws Exception {
    return new RunningCdn(more);
  }

  CdnNode node(String name) {
    return service.world().node(name).orElseThrow();
  }

  List<CdnNode> nodes() {
    return service.world().nodes();
  }

  URI edge(String name) {
    return node(name).clientAddresses().getFirst();
  }

  /** The origin that all goes to before routes are changed. */
  String origin() throws IOException, InterruptedException {
    var routes = new JsonObject(admin("GET", "/v1/routes", "", "").body());
    return routes.getJsonArray("routes").getJsonObject(0).getString("origin");
  }

  HttpResponse<String> get(String edge, String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(edge(edge) + path)).timeout(ANSWER_MAX);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Asks the control plane, with the key. */
  HttpResponse<String> admin(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    return send(method, path, type, body.getBytes(UTF_8));
  }

  HttpResponse<String> send(String method, String path, String type, byte[] body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(service.url().resolve(path))
            .timeout(ANSWER_MAX)
            .header("Authorization", "Bearer " + ADMIN_KEY)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Asks the control plane as anybody may. */
  HttpResponse<String> anybody(String method, String path)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(service.url().resolve(path)).timeout(ANSWER_MAX);
    return http.send(
        request.method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  /** Puts routes, which must be taken. */
  void routes(String yaml) throws IOException, InterruptedException {
    var answer = admin("PUT", "/v1/routes", "application/yaml", yaml);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
  }

  /** How often something was refused for a reason, at edges. */
  double refused(String reason) throws IOException, InterruptedException {
    var line = "cdn_refused_total{reason=\"" + reason + "\",tier=\"edge\"} ";
    return anybody("GET", "/metrics")
        .body()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
        .sum();
  }

  @Override
  public void close() {
    http.close();
    service.close();
  }
}
