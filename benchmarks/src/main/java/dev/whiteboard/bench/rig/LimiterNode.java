package dev.whiteboard.bench.rig;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A server that answers checks, in a process of its own: a rate limiter, or a bare server. */
final class LimiterNode implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("^\\S+ ready at (\\S+)$");
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final String PATH = "/v1/check";

  private final ChildProcess process;
  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LimiterNode(ChildProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a node of the rate limiter that keeps to these rules, on the server's core. */
  static LimiterNode start(RigStack stack, Cores cores, List<String> jvm, String rules)
      throws IOException {
    var settings =
        Map.of(
            "REDIS_URL",
            stack.addresses().redisUrl(),
            "RATELIMIT_PORT",
            "0",
            "RATELIMIT_GRPC_PORT",
            "0",
            "RATELIMIT_STORE_DEADLINE_MS",
            "1000",
            "RATELIMIT_RULES_FILE",
            Files.writeString(stack.file("rules.yaml"), rules).toString());
    var main = List.of("dev.whiteboard.ratelimit.RateLimiterService");
    return start("limiter", cores.onServerCore(command(jvm, main)), settings, stack);
  }

  /** Starts a server that gives always this answer, on the server's core. */
  static LimiterNode startBare(
      RigStack stack, Cores cores, List<String> jvm, HttpResponse<String> answer)
      throws IOException {
    var main = new ArrayList<>(List.of(BareServer.class.getName(), answer.body()));
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!name.matches("content-length|content-type")) {
            main.addAll(List.of(name, values.getFirst()));
          }
        });
    return start("bare", cores.onServerCore(command(jvm, main)), Map.of(), stack);
  }

  private static LimiterNode start(
      String name, List<String> command, Map<String, String> settings, RigStack stack)
      throws IOException {
    var log = stack.file(name + ".log");
    var process = ChildProcess.start(name, command, settings, log);
    process.awaitReady(() -> announced(log).isPresent());
    return new LimiterNode(process, announced(log).orElseThrow());
  }

  private static List<String> command(List<String> jvm, List<String> main) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(main);
    return command;
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

  /** Asks it. */
  HttpResponse<String> check(String body) throws IOException {
    return send(
        HttpRequest.newBuilder(url.resolve(PATH))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** The sum of all samples of a metric that have this label. */
  long metric(String name, String label) throws IOException {
    return (long)
        send(HttpRequest.newBuilder(url.resolve("/metrics")))
            .body()
            .lines()
            .filter(line -> line.startsWith(name) && line.contains(label))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofString());
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
