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
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The portal's routes, with a stand-in for the system that it asks. */
final class PortalServiceTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Instant STARTED = Instant.parse("2026-11-21T10:00:00Z");

  /** What the page itself leads to, and one more of each kind. */
  private static final List<String> FILES =
      List.of(
          "README.md",
          "docs/architecture.md",
          "docs/capacity.md",
          "docs/decisions/README.md",
          "docs/learning-path.md",
          "docs/one-follow-ups.md",
          "portal/src/A.java");

  @TempDir Path checkout;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Board board =
      new Board(
          STARTED,
          List.of(
              new SystemRow("one", "Who asks?", List.of()),
              new SystemRow("two", "Who knows?", List.of())));

  private record Answer(int status, String body) {}

  private volatile Answer readiness = new Answer(200, "{}");
  private HttpServer system;
  private PortalService portal;

  @BeforeEach
  void start() throws IOException {
    system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    system.createContext("/health/ready", this::answerReadiness);
    system.start();
    for (var file : FILES) {
      write(file, "# One & <2>");
    }
    portal =
        PortalService.start(new PortalSettings("127.0.0.1", 0, Path.of("unused"), checkout), board);
  }

  private void write(String path, String text) throws IOException {
    var file = checkout.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @AfterEach
  void stop() {
    portal.close();
    system.stop(0);
    http.close();
  }

  @Test
  void everyPathOfItsOpenApi_isThere() throws Exception {
    write("benchmarks/results/capacity.html", "<html>");
    var description = get("/openapi.yaml").body();
    var paths = Pattern.compile("^  (/.*):$", Pattern.MULTILINE).matcher(description).results();

    assertThat(paths.map(path -> path.group(1).replace("{path}", "README.md")))
        .hasSize(10)
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
  void code_withADrawing_hasWhatDrawsIt_andNoOtherHas() throws Exception {
    write("docs/drawn.md", "# One\n\n```mermaid\nflowchart LR\n  a --> b\n```\n");

    var drawn = get("/code/docs/drawn.md");
    var plain = get("/code/README.md");

    assertThat(drawn.body())
        .contains("src=\"/assets/mermaid.js\"", "<code class=\"language-mermaid\">flowchart LR");
    assertThat(drawn.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self';"));
    assertThat(plain.body()).doesNotContain("<script");
    assertThat(plain.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe-inline"));
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
            {"name":"one","question":"Who asks?","url":null,"readme":null,\
            "followUps":"/code/docs/one-follow-ups.md","sheet":null,"ready":null,"problem":null}\
            """,
            """
            {"name":"two","question":"Who knows?","url":null,"readme":null,"followUps":null,\
            "sheet":null,"ready":null,"problem":null}\
            """);
  }

  @Test
  void status_ofServers_isInTheOrderOfTheirNames() throws Exception {
    board.serverStarted(new ServerRow("Redis", "6.2.11", "/a/socket", "external"));
    board.serverStarted(new ServerRow("Another", "4.3.1", "127.0.0.1:1", "external"));

    assertThat(status().getJsonArray("servers").stream().map(String::valueOf))
        .containsExactly(
            """
            {"name":"Another","version":"4.3.1","address":"127.0.0.1:1","mode":"external",\
            "answers":null}\
            """,
            """
            {"name":"Redis","version":"6.2.11","address":"/a/socket","mode":"external",\
            "answers":null}\
            """);
  }

  @Test
  void status_ofASystem_isWhatItSaysOfItself() throws Exception {
    var url = URI.create("http://localhost:" + system.getAddress().getPort());
    board.systemStarted("two", List.of(url));

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

  @Test
  void status_ofAServerThatIsNotThere_saysSo() throws Exception {
    try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + gone.getLocalPort();
      board.serverStarted(new ServerRow("Redis", "6.2.11", address, "embedded"));
    }

    assertThat(status().getJsonArray("servers").getJsonObject(0).getBoolean("answers")).isFalse();
  }

  /** The kernel takes its connections, as it does for a server that was stopped. */
  @Test
  void status_ofAServerThatSaysNothing_isThatItDoesNotAnswer() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + silent.getLocalPort() + "/whiteboard";
      board.serverStarted(new ServerRow("PostgreSQL", "18.6", address, "embedded"));

      assertThat(status().getJsonArray("servers").getJsonObject(0).getBoolean("answers")).isFalse();
    }
  }

  @Test
  void figures_beforeAnythingRuns_areNone() throws Exception {
    assertThat(get("/api/v1/figures").body()).isEqualTo("{\"everyMs\":1000,\"systems\":[]}");
  }

  @Test
  void figures_ofASystemThatIsNotKnown_areNone() throws Exception {
    board.systemStarted("two", List.of(portal.url()));

    assertThat(new JsonObject(get("/api/v1/figures").body()).getJsonArray("systems").encode())
        .isEqualTo("[{\"name\":\"two\",\"figures\":[]}]");
  }

  @Test
  void capacity_beforeASheetWasMade_saysHowToMakeOne() throws Exception {
    assertThat(get("/api/v1/capacity").body()).isEqualTo("{\"madeAt\":null,\"rows\":[]}");
    assertThat(get("/capacity").statusCode()).isEqualTo(404);
    assertThat(get("/capacity").body()).contains("./whiteboard capacity makes one");
  }

  /** Its style is the one that is let through. */
  @Test
  void capacity_ofASheet_isThePageAsItIs() throws Exception {
    write("benchmarks/results/capacity.html", "<html><style>a{}</style>");

    var page = get("/capacity");

    assertThat(page.body()).isEqualTo("<html><style>a{}</style>");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='")
        .doesNotContain("unsafe");
  }

  @Test
  void capacity_ofASheet_hasTheRowOfEachSystem() throws Exception {
    write(
        "benchmarks/results/capacity.json",
        """
        {"at": "2026-11-21T10:00:00Z", "rows": [
          {"id": "cdn.requests", "verdict": "holds", "nodes": 7, "formula": "a * b"},
          {"id": "cdn.edges", "verdict": "holds"}]}
        """);

    assertThat(get("/api/v1/capacity").body())
        .isEqualTo(
            """
            {"madeAt":"2026-11-21T10:00:00Z","rows":[{"system":"cdn-cache","id":"cdn.requests",\
            "claim":null,"stated":null,"measured":null,"nodes":7,"verdict":"holds","note":null,\
            "rerun":null}]}\
            """);
  }

  @Test
  void code_isAPage_andEscaped() throws Exception {
    var page = get("/code/README.md");
    var source = get("/code/portal/src/A.java");

    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body()).contains("<title>One &amp; &lt;2&gt; ·", "<h1 id=\"one--2\">");
    assertThat(source.body())
        .contains(
            "<code># One &amp; &lt;2&gt;</code>", "<a href=\"/code/portal/src\">src</a> / A.java");
    assertThat(get("/code/portal/src/").body()).contains("<a href=\"/code/portal/src/A.java\">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/code",
        "/code/",
        "/code/../pom.xml",
        "/code/%2e%2e/pom.xml",
        "/code/.git/config"
      })
  void code_ofWhatIsNotShown_isAProblem(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
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
