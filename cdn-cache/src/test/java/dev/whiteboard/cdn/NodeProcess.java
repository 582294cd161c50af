package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Some nodes, or the control plane alone, as a process of its own on this JVM's class path. */
final class NodeProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** From SIGTERM to the exit. */
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private static final int KILLED = 128 + 9;
  private static final String READY = CdnService.NAME + " ready at ";

  private final Process process;
  private final URI url;

  private NodeProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one with these variables, and waits until it listens. */
  static NodeProcess start(Map<String, String> environment) throws Exception {
    var process = begin(environment);
    try {
      var url = new CompletableFuture<URI>();
      Thread.ofVirtual().start(() -> read(process.inputReader(UTF_8), url));
      return new NodeProcess(process, url.get(START_MAX.toSeconds(), TimeUnit.SECONDS));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Starts one that is to end at once; what it said. */
  static String refused(Map<String, String> environment) throws Exception {
    var process = begin(environment);
    try (var said = process.inputReader(UTF_8)) {
      var text = String.join("\n", said.readAllLines());
      if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS) || process.exitValue() == 0) {
        throw new AssertionError("it started: " + text);
      }
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process begin(Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder(command()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        CdnService.class.getName());
  }

  /** To the end, or the process would wait for somebody to read what it says. */
  private static void read(BufferedReader output, CompletableFuture<URI> url) {
    var said = new StringBuilder();
    try (output) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith(READY)) {
          url.complete(URI.create(line.substring(READY.length())));
        }
      }
    } catch (IOException e) {
      url.completeExceptionally(e);
    }
    url.completeExceptionally(new IOException("it ended before it listened: " + said));
  }

  /** Its control plane. */
  URI url() {
    return url;
  }

  /** SIGKILL; the process is gone on return. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it lives on after SIGKILL");
    }
  }

  /** SIGTERM, which is to end it with 0 in time; nothing for one that was killed. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end on SIGTERM");
    }
    if (process.exitValue() != 0 && process.exitValue() != KILLED) {
      throw new AssertionError("it ended with " + process.exitValue());
    }
  }
}
