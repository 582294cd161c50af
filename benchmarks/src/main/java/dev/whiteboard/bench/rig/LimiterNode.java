package dev.whiteboard.bench.rig;

import dev.whiteboard.ratelimit.RateLimiterService;
import dev.whiteboard.stack.process.JavaCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server that answers checks, in a process of its own: a rate limiter, or a bare server. */
final class LimiterNode implements AutoCloseable {
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
    var command = cores.onServerCore(JavaCommand.of(RateLimiterService.class, jvm));
    return start("limiter", command, settings, stack);
  }

  /** Starts a server that gives always this answer, on the server's core. */
  static LimiterNode startBare(
      RigStack stack, Cores cores, List<String> jvm, HttpResponse<String> answer)
      throws IOException {
    var command = JavaCommand.of(BareServer.class, jvm);
    command.add(answer.body());
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!name.matches("content-length|content-type")) {
            command.addAll(List.of(name, values.getFirst()));
          }
        });
    return start("bare", cores.onServerCore(command), Map.of(), stack);
  }

  private static LimiterNode start(
      String name, List<String> command, Map<String, String> settings, RigStack stack)
      throws IOException {
    var node = NodeProcess.start(name, command, settings, stack.file(name + ".log"));
    return new LimiterNode(node.process(), node.url());
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
