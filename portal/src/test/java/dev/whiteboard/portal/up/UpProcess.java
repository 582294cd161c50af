package dev.whiteboard.portal.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.portal.Whiteboard;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An {@code up} in a process of its own, on free ports, as a person would have it. */
public final class UpProcess implements AutoCloseable {
  /** After a kill Kafka takes 10 s longer, and the machine may be busy. */
  private static final Duration READY_MAX = Duration.ofSeconds(90);

  private static final Duration EXIT_MAX = Duration.ofSeconds(10);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private static final List<String> PORTS =
      List.of(
          "PORTAL_PORT",
          "SHORTENER_PORT",
          "RATELIMIT_PORT",
          "RATELIMIT_GRPC_PORT",
          "CDN_PORT",
          "CDN_ORIGIN_PORT",
          "CDN_EDGE_PORT",
          "CDN_EDGE_TLS_PORT",
          "CDN_RESP_PORT",
          "CHAT_PORT",
          "CHAT_SECOND_PORT");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path out;
  private final Path err;

  private UpProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts one.
   *
   * @param folder what it writes to standard output and error goes to files in there
   */
  public static UpProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = JavaCommand.of(Whiteboard.class, List.of());
    command.add("up");
    command.addAll(List.of(arguments));
    var out = Files.createTempFile(folder, "out", ".txt");
    var err = Files.createTempFile(folder, "err", ".txt");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
    PORTS.forEach(port -> builder.environment().put(port, "0"));
    builder.environment().putAll(environment);
    return new UpProcess(builder.start(), out, err);
  }

  /** Waits for a line that begins so. */
  UpProcess awaitLine(String beginning) {
    await()
        .atMost(READY_MAX)
        .until(
            () -> !process.isAlive() || out().lines().anyMatch(line -> line.startsWith(beginning)));
    assertThat(out()).describedAs("standard error: %s", err()).contains(beginning);
    return this;
  }

  /** Waits until it says that it is ready. */
  public UpProcess awaitReady() {
    return awaitLine("Ready in ");
  }

  /** SIGTERM. */
  UpProcess terminate() {
    process.destroy();
    return this;
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Waits for its end, as long as may pass between the signal and that. */
  int awaitExit() {
    try {
      assertThat(process.waitFor(EXIT_MAX.toMillis(), TimeUnit.MILLISECONDS))
          .describedAs("has ended. %s %s", out(), err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** What it has said. */
  public String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** The URL in the line of a service. */
  public URI url(String service) {
    var line = Pattern.compile("^ +" + service + " +(http\\S+)", Pattern.MULTILINE).matcher(out());
    assertThat(line.find()).describedAs("a line for %s in %s", service, out()).isTrue();
    return URI.create(line.group(1));
  }

  /** Makes a short link; what was answered. */
  JsonObject shorten(String url) throws Exception {
    var answer =
        send(
            HttpRequest.newBuilder(url("url-shortener").resolve("/api/v1/links"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(new JsonObject().put("url", url).encode())));
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(201);
    return new JsonObject(answer.body());
  }

  /** Asks, and follows nothing. */
  public HttpResponse<String> get(String service, String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(url(service).resolve(path));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Follows nothing. */
  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever a test did, no process is left. */
  @Override
  public void close() {
    http.close();
    if (process.isAlive()) {
      process.destroy();
      try {
        awaitExit();
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
