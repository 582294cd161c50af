package dev.whiteboard.shortener;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofString;

import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.junit.TestStack;
import dev.whiteboard.stack.process.JavaProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A node on a free port, and a client that follows nothing by itself. */
public final class TestNode implements AutoCloseable {
  /** The admin key of every test node. */
  public static final String ADMIN_KEY = "an-admin-key-for-tests";

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration BULK_MAX = Duration.ofMinutes(2);

  private final RunningService service;
  private final Path ownSpool;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record InItsOwnProcess(JavaProcess process) implements RunningService {
    @Override
    public String name() {
      return ShortenerService.NAME;
    }

    @Override
    public URI url() {
      return process.url();
    }

    @Override
    public void close() {
      process.close();
    }
  }

  private TestNode(RunningService service, Path ownSpool) {
    this.service = service;
    this.ownSpool = ownSpool;
  }

  /** Starts a node on these servers, with further settings: name, value, name, value. */
  public static TestNode start(TestStack stack, String... more) throws Exception {
    var environment = new HashMap<>(servers(stack));
    for (var i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return start(environment);
  }

  /** The settings that name these servers. */
  static Map<String, String> servers(TestStack stack) {
    return servers(stack, stack.redisUrl(), stack.kafkaBootstrapServers());
  }

  /** The same with another Redis and another Kafka. */
  static Map<String, String> servers(TestStack stack, String redisUrl, String bootstrapServers) {
    return Map.of(
        "DATABASE_URL", stack.databaseUrl(),
        "REDIS_URL", redisUrl,
        "SHORTENER_REDIS_PREFIX", stack.redisKeyPrefix(),
        "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
        "SHORTENER_KAFKA_PREFIX", stack.topicPrefix());
  }

  /**
   * Starts a node with these settings, and what all test nodes have in common: among it no limits,
   * as all tests come from one address.
   */
  public static TestNode start(Map<String, String> environment) throws Exception {
    var ownSpool = Files.createTempDirectory("spool");
    var settings = Settings.of(complete(environment, ownSpool), List.of());
    return new TestNode(ShortenerService.start(ShortenerSettings.read(settings)), ownSpool);
  }

  /** The same in a process of its own, which can be killed. */
  public static TestNode startProcess(Map<String, String> environment) throws Exception {
    var ownSpool = Files.createTempDirectory("spool");
    var settings = complete(environment, ownSpool);
    var process = JavaProcess.start(ShortenerService.class, "-Xmx512m", settings);
    return new TestNode(new InItsOwnProcess(process), ownSpool);
  }

  private static Map<String, String> complete(Map<String, String> environment, Path ownSpool) {
    var common =
        Map.of(
            "SHORTENER_SPOOL_DIR", ownSpool.toString(),
            "SHORTENER_PORT", "0",
            "SHORTENER_ADMIN_KEY", ADMIN_KEY,
            "SHORTENER_DATABASE_CONNECTIONS", "8",
            "SHORTENER_CREATIONS_PER_MINUTE", "0",
            "SHORTENER_KEY_CREATIONS_PER_MINUTE", "0",
            "SHORTENER_UNKNOWN_CODES_PER_MINUTE", "0");
    var all = new HashMap<>(common);
    all.putAll(environment);
    return all;
  }

  /** SIGKILL, for a node that was started as a process; it is gone on return. */
  public void kill() {
    ((InItsOwnProcess) service).process.kill();
  }

  /** Where it listens. */
  public URI url(String path) {
    return service.url().resolve(path);
  }

  /** GET. */
  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /** Any method, with a body where the method has one. */
  public HttpResponse<String> send(String method, String path, String body) {
    return send(request(path).method(method, body.isEmpty() ? noBody() : ofString(body)));
  }

  /** HEAD. */
  public HttpResponse<String> head(String path) {
    return send(request(path).method("HEAD", noBody()));
  }

  /** DELETE. */
  public HttpResponse<String> delete(String path, String... headers) {
    return send(request(path, headers).DELETE());
  }

  /** POST of a JSON body. */
  public HttpResponse<String> post(String path, String body, String... headers) {
    return send(
        request(path, headers).header("Content-Type", "application/json").POST(ofString(body)));
  }

  /** PATCH of a JSON merge patch. */
  public HttpResponse<String> patch(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", ofString(body)));
  }

  /** Edits a link with its manage token. */
  public HttpResponse<String> patch(JsonObject link, JsonObject edit, String... headers) {
    return patch(api(link), edit.encode(), and(headers, link));
  }

  /** Reads a link with its manage token. */
  public HttpResponse<String> read(JsonObject link) {
    return get(api(link), and(new String[0], link));
  }

  /** Deletes a link with its manage token. */
  public HttpResponse<String> deleteLink(JsonObject link) {
    return delete(api(link), and(new String[0], link));
  }

  /** Makes an API key. */
  public String newKey(String name) {
    var answer =
        post(
            "/api/v1/keys",
            new JsonObject().put("name", name).encode(),
            "Authorization",
            "Bearer " + ADMIN_KEY);
    return new JsonObject(answer.body()).getString("key");
  }

  /** Makes a link with an API key and returns what was answered. */
  public JsonObject shortenAs(String key, JsonObject link) {
    return made(post("/api/v1/links", link.encode(), "Authorization", "Bearer " + key));
  }

  /** A page of an API key's links. */
  public JsonObject list(String key, String query) {
    var answer = get("/api/v1/links" + query, "Authorization", "Bearer " + key);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  /** Makes a link and returns what was answered. */
  public JsonObject shorten(String url) {
    return shorten(new JsonObject().put("url", url));
  }

  /** Makes a link and returns what was answered. */
  public JsonObject shorten(JsonObject link) {
    return made(post("/api/v1/links", link.encode()));
  }

  private static JsonObject made(HttpResponse<String> answer) {
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  private static String api(JsonObject link) {
    return "/api/v1/links/" + link.getString("code");
  }

  private static String[] and(String[] headers, JsonObject link) {
    return Stream.concat(
            Stream.of(headers),
            Stream.of("Authorization", "Bearer " + link.getString("manageToken")))
        .toArray(String[]::new);
  }

  /** POST of many links at once. */
  public HttpResponse<String> bulk(String key, String lines) {
    return send(
        request("/api/v1/links/bulk", "Authorization", "Bearer " + key)
            .timeout(BULK_MAX)
            .header("Content-Type", "application/x-ndjson")
            .POST(ofString(lines)));
  }

  /** The statistics of a link, read with its manage token. */
  public JsonObject stats(JsonObject link, String query) {
    var answer =
        get(
            "/api/v1/links/" + link.getString("code") + "/stats" + query,
            "Authorization",
            "Bearer " + link.getString("manageToken"));
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  /** The sum of all samples of a metric that contain these labels. */
  public double metric(String name, String label) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Override
  public void close() {
    service.close();
    client.close();
    deleteSpool();
  }

  private void deleteSpool() {
    try (var files = Files.walk(ownSpool)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(url(path)).timeout(ANSWER_MAX);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
