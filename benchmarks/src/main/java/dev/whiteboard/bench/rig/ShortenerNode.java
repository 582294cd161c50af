package dev.whiteboard.bench.rig;

import dev.whiteboard.shortener.ShortenerService;
import dev.whiteboard.stack.process.JavaCommand;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One node of the shortener, in a process of its own, without limits. */
final class ShortenerNode implements AutoCloseable {
  private static final String ADMIN_KEY = "an-admin-key-for-rigs";
  private static final Pattern READY = Pattern.compile("^url-shortener ready at (\\S+)$");
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final ChildProcess process;
  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ShortenerNode(ChildProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one that redirects and counts no visits.
   *
   * @param linksMax how many it keeps in memory
   */
  static ShortenerNode start(RigStack stack, Cores cores, List<String> jvm, int linksMax)
      throws IOException {
    var settings = environment(stack, linksMax);
    settings.put("SHORTENER_COUNT_VISITS", "off");
    return start(
        "node", cores.onServerCore(JavaCommand.of(ShortenerService.class, jvm)), settings, stack);
  }

  /** Starts one that counts visits, on any core but the server's. */
  static ShortenerNode startCounting(RigStack stack) throws IOException {
    return start(
        "counting-node",
        JavaCommand.of(ShortenerService.class, List.of()),
        environment(stack, 0),
        stack);
  }

  private static ShortenerNode start(
      String name, List<String> command, Map<String, String> settings, RigStack stack)
      throws IOException {
    var log = stack.file(name + ".log");
    var process = ChildProcess.start(name, command, settings, log);
    process.awaitReady(() -> announced(log).isPresent());
    return new ShortenerNode(process, announced(log).orElseThrow());
  }

  private static Map<String, String> environment(RigStack stack, int linksMax) {
    return new HashMap<>(
        Map.of(
            "DATABASE_URL",
            stack.addresses().databaseUrl(),
            "REDIS_URL",
            stack.addresses().redisUrl(),
            "KAFKA_BOOTSTRAP_SERVERS",
            stack.addresses().kafkaBootstrapServers(),
            "SHORTENER_PORT",
            "0",
            "SHORTENER_ADMIN_KEY",
            ADMIN_KEY,
            "SHORTENER_CACHE_LINKS",
            Integer.toString(linksMax),
            "SHORTENER_SPOOL_DIR",
            stack.file("spool").toString(),
            "SHORTENER_CREATIONS_PER_MINUTE",
            "0",
            "SHORTENER_KEY_CREATIONS_PER_MINUTE",
            "0",
            "SHORTENER_UNKNOWN_CODES_PER_MINUTE",
            "0"));
  }

  /** By its number, so that nobody has to look up a name. */
  private static Optional<URI> announced(Path log) {
    try (var lines = Files.lines(log)) {
      return lines
          .map(READY::matcher)
          .filter(matcher -> matcher.matches())
          .map(matcher -> URI.create(matcher.group(1).replace("localhost", "127.0.0.1")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  URI url() {
    return url;
  }

  /** What it takes. */
  ChildProcess process() {
    return process;
  }

  /** Makes an API key. */
  String newKey() throws IOException {
    var answer =
        send(
            request("/api/v1/keys")
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"rig\"}")));
    if (answer.statusCode() != 201) {
      throw new IOException("no key: " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body()).getString("key");
  }

  /** Follows a code, one step; the address that it leads to, empty where that is no 302. */
  Optional<String> location(String code) throws IOException {
    var answer = send(request("/" + code));
    return answer.statusCode() == 302 ? answer.headers().firstValue("Location") : Optional.empty();
  }

  /** The sum of all samples of a metric that have this label. */
  long metric(String name, String label) throws IOException {
    return (long)
        send(request("/metrics"))
            .body()
            .lines()
            .filter(line -> line.startsWith(name) && line.contains(label))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER_MAX);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
