package dev.whiteboard.portal.demo;

import dev.whiteboard.stack.process.Deadline;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Where a tour is shown: sends requests, and prints them and their answers as they come. */
final class Stage implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  /** As a browser's: others are not counted as people. */
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int LINE_MAX = 96;
  private static final int UNIQUE_DIGITS = 8;
  private static final double NANOS_A_MILLI = 1e6;

  private final PrintStream out;
  private final Supplier<UUID> ids;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
  private int steps;

  /**
   * An empty one.
   *
   * @param ids a new one each time, random at its end
   */
  Stage(PrintStream out, Supplier<UUID> ids) {
    this.out = out;
    this.ids = ids;
  }

  /** Of nobody else. */
  UUID id() {
    return ids.get();
  }

  /** The same, short enough for a name: 8 hexadecimal digits. */
  String unique() {
    var text = id().toString();
    return text.substring(text.length() - UNIQUE_DIGITS);
  }

  /** What the tour is of. */
  void title(String text) {
    out.println(text);
  }

  /** Begins a step. */
  void step(String title) {
    out.printf("%n%d. %s%n", ++steps, title);
  }

  /** A line of what happens. */
  void say(String text) {
    out.println("   " + shortened(text));
  }

  /** Why that matters. */
  void why(String text) {
    out.println("   ▸ " + text);
  }

  /** Asks, and shows it. */
  Answer get(URI service, String path) throws IOException {
    return shown("GET " + path, "", send(service, path, request -> request.GET()));
  }

  /** Posts JSON, and shows it. */
  Answer post(URI service, String path, JsonObject body) throws IOException {
    return post(service, path, body, Optional.empty());
  }

  /** The same with a key or token, which is not shown. */
  Answer post(URI service, String path, JsonObject body, Optional<String> bearer)
      throws IOException {
    return shown("POST " + path, body.encode(), quietly(service, path, body, bearer));
  }

  /** Posts JSON, and shows nothing. */
  Answer quietly(URI service, String path, JsonObject body, Optional<String> bearer)
      throws IOException {
    return send(
        service,
        path,
        request -> {
          bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
          request.header("Content-Type", "application/json");
          request.POST(BodyPublishers.ofString(body.encode()));
        });
  }

  /** Asks, and shows nothing. */
  Answer quietly(URI service, String path, Optional<String> bearer) throws IOException {
    return send(
        service,
        path,
        request -> bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token)));
  }

  private Answer shown(String request, String body, Answer answer) {
    say(body.isEmpty() ? request : request + "  " + body);
    show(answer);
    return answer;
  }

  /** Shows an answer. */
  void show(Answer answer) {
    var text = answer.location().isEmpty() ? answer.body() : "Location: " + answer.location();
    say("%d  %s  (%s)".formatted(answer.status(), oneLine(text), millis(answer.took())));
  }

  /** What a tour adds to a request. */
  @FunctionalInterface
  private interface Filling {
    void fill(HttpRequest.Builder request);
  }

  private Answer send(URI service, String path, Filling filling) throws IOException {
    var request = HttpRequest.newBuilder(service.resolve(path)).timeout(ANSWER_MAX);
    request.header("User-Agent", BROWSER);
    filling.fill(request);
    var began = System.nanoTime();
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      var took = Duration.ofNanos(System.nanoTime() - began);
      var location = answer.headers().firstValue("Location").orElse("");
      return new Answer(answer.statusCode(), location, answer.body(), took);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A question that may have no answer yet. */
  @FunctionalInterface
  interface Question<T> {
    Optional<T> ask() throws IOException;
  }

  /**
   * Asks again and again.
   *
   * @throws IOException where there is no answer by then
   */
  static <T> T until(Duration max, Question<T> question) throws IOException {
    var deadline = Deadline.after(max);
    var answer = question.ask();
    while (answer.isEmpty()) {
      if (deadline.passed()) {
        throw new IOException("not so within " + max.toSeconds() + " s");
      }
      LockSupport.parkNanos(AGAIN_NANOS);
      answer = question.ask();
    }
    return answer.get();
  }

  /** As in {@code 3.1 ms}. */
  static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / NANOS_A_MILLI);
  }

  private static String oneLine(String text) {
    var line = text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList();
    return shortened(String.join(" ", line));
  }

  private static String shortened(String text) {
    return text.length() <= LINE_MAX ? text : text.substring(0, LINE_MAX - 1) + "…";
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
