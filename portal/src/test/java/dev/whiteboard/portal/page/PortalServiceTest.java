package dev.whiteboard.portal.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.whiteboard.portal.page.Board.ServerRow;
import dev.whiteboard.portal.page.Board.SystemRow;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The portal's routes, with a stand-in for the system that it asks. */
final class PortalServiceTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Instant STARTED = Instant.parse("2026-11-21T10:00:00Z");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Board board =
      new Board(
          STARTED,
          List.of(
              new SystemRow("one", "Who asks?", Optional.empty()),
              new SystemRow("two", "Who knows?", Optional.empty())));

  private record Answer(int status, String body) {}

  private volatile Answer readiness = new Answer(200, "{}");
  private HttpServer system;
  private PortalService portal;

  @BeforeEach
  void start() throws IOException {
    system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    system.createContext("/health/ready", this::answerReadiness);
    system.start();
    portal = PortalService.start(new PortalSettings("127.0.0.1", 0, Path.of("unused")), board);
  }

  @AfterEach
  void stop() {
    portal.close();
    system.stop(0);
    http.close();
  }

  @Test
  void everyPathOfItsOpenApi_isThere() throws Exception {
    var description = get("/openapi.yaml").body();
    var paths = Pattern.compile("^  (/.*):$", Pattern.MULTILINE).matcher(description).results();

    assertThat(paths.map(path -> path.group(1)))
        .hasSize(6)
        .allSatisfy(path -> assertThat(get(path).statusCode()).isEqualTo(200));
  }

  @Test
  void page_withItsFiles_isThere() throws Exception {
    var page = get("/");
    var files = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"").matcher(page.body()).results();

    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(files.map(file -> file.group(1)))
        .hasSizeGreaterThan(3)
        .allSatisfy(file -> assertThat(get(file).statusCode()).isEqualTo(200));
  }

  @Test
  void unknownPath_isAProblem() throws Exception {
    var answer = get("/nothing");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void status_beforeAnythingRuns_saysSo() throws Exception {
    var status = status();

    assertThat(status.getString("startedAt")).isEqualTo(STARTED.toString());
    assertThat(status.getJsonArray("servers")).isEmpty();
    assertThat(status.getJsonArray("services").stream().map(String::valueOf))
        .containsExactly(
            """
            {"name":"one","question":"Who asks?","url":null,"ready":null,"problem":null}\
            """,
            """
            {"name":"two","question":"Who knows?","url":null,"ready":null,"problem":null}\
            """);
  }

  @Test
  void status_ofServers_isInTheOrderOfTheirNames() throws Exception {
    board.serverStarted(new ServerRow("Redis", "6.2.11", "127.0.0.1:2", "embedded"));
    board.serverStarted(new ServerRow("Kafka", "4.3.1", "127.0.0.1:1", "embedded"));

    assertThat(status().getJsonArray("servers").stream().map(String::valueOf))
        .containsExactly(
            """
            {"name":"Kafka","version":"4.3.1","address":"127.0.0.1:1","mode":"embedded"}\
            """,
            """
            {"name":"Redis","version":"6.2.11","address":"127.0.0.1:2","mode":"embedded"}\
            """);
  }

  @Test
  void status_ofASystem_isWhatItSaysOfItself() throws Exception {
    var url = URI.create("http://localhost:" + system.getAddress().getPort());
    board.systemStarted("two", url);

    readiness = new Answer(200, "{\"status\":\"ready\"}");
    assertThat(second()).containsEntry("ready", true).containsEntry("problem", null);

    readiness = new Answer(503, "{\"down\":[\"redis\",\"kafka\"]}");
    assertThat(second())
        .containsEntry("ready", false)
        .containsEntry("problem", "Does not answer: redis, kafka.");

    readiness = new Answer(502, "<html>");
    assertThat(second()).containsEntry("problem", "Does not answer: the service.");

    system.stop(0);
    assertThat(second())
        .containsEntry("ready", false)
        .containsEntry("url", url.toString())
        .containsEntry("problem", "It does not answer at " + url + ".");
  }

  private void answerReadiness(HttpExchange exchange) throws IOException {
    try (exchange) {
      var bytes = readiness.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(readiness.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Map<String, Object> second() throws Exception {
    return status().getJsonArray("services").getJsonObject(1).getMap();
  }

  private JsonObject status() throws Exception {
    return new JsonObject(get("/api/v1/status").body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    var request = HttpRequest.newBuilder(portal.url().resolve(path)).timeout(DEADLINE).build();
    return http.send(request, BodyHandlers.ofString());
  }
}
