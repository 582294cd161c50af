package dev.whiteboard.shortener;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.run.RunningService;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A node as a process of its own, on this JVM's class path: what a SIGKILL needs. */
final class NodeProcess implements RunningService {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** From SIGTERM to the exit. */
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private static final int KILLED = 128 + 9;
  private static final String READY = ShortenerService.NAME + " ready at ";

  private final Process process;
  private final URI url;

  private NodeProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one with these variables and waits until it listens. */
  static NodeProcess start(Map<String, String> environment) throws Exception {
    var builder = new ProcessBuilder(command()).redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      var url = new CompletableFuture<URI>();
      Thread.ofVirtual().start(() -> read(process.inputReader(UTF_8), url));
      return new NodeProcess(process, url.get(START_MAX.toSeconds(), TimeUnit.SECONDS));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        ShortenerService.class.getName());
  }

  /** To the end, or the process would wait for somebody to read what it says. */
  private static void read(BufferedReader output, CompletableFuture<URI> url) {
    try (output) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) {
          url.complete(URI.create(line.substring(READY.length())));
        }
      }
    } catch (IOException e) {
      url.completeExceptionally(e);
    }
    url.completeExceptionally(new IOException("it ended before it listened"));
  }

  /** SIGKILL; the process is gone on return. */
  void kill() throws InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("it ended before, with " + process.exitValue());
    }
    process.destroyForcibly();
    if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it lives on after SIGKILL");
    }
  }

  @Override
  public String name() {
    return ShortenerService.NAME;
  }

  @Override
  public URI url() {
    return url;
  }

  /** SIGTERM, which is to end it with 0 in time; nothing for one that was killed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end on SIGTERM");
      }
      if (process.exitValue() != 0 && process.exitValue() != KILLED) {
        throw new AssertionError("it ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
