package dev.whiteboard.stack.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A service of ours as a process of its own, on this JVM's class path: for tests of signals, and of
 * what a whole process says. Where it does otherwise than it is to, that fails the test, with all
 * that it said.
 */
public final class JavaProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** From the signal to the exit. */
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private static final int KILLED = 128 + 9;

  /** The line that all services print once they listen. */
  private static final Pattern READY = Pattern.compile("\\S+ ready at (\\S+)");

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private final Thread reader;

  private JavaProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts one, and waits until it says where it listens.
   *
   * @param heap the option that bounds it, such as {@code -Xmx256m}
   * @param environment variables beside those of this process
   * @throws IOException where it ends instead, or takes longer than 60 s; with what it said
   */
  public static JavaProcess start(Class<?> main, String heap, Map<String, String> environment)
      throws IOException, InterruptedException {
    var started = begin(main, heap, environment);
    try {
      started.awaitReady();
      return started;
    } catch (IOException | InterruptedException e) {
      started.process.destroyForcibly();
      throw e;
    }
  }

  /** Starts one that is to end by itself, and not with 0; what it said. */
  public static String refused(Class<?> main, String heap, Map<String, String> environment)
      throws IOException, InterruptedException {
    var started = begin(main, heap, environment);
    try {
      if (!started.process.waitFor(START_MAX) || started.process.exitValue() == 0) {
        throw new AssertionError("it started: " + started.said());
      }
      if (!started.reader.join(STOP_MAX)) {
        throw new AssertionError("it ended, and somebody holds its output open");
      }
      return started.said();
    } finally {
      started.process.destroyForcibly();
    }
  }

  private static JavaProcess begin(Class<?> main, String heap, Map<String, String> environment)
      throws IOException {
    var command = JavaCommand.of(main, List.of(heap));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new JavaProcess(builder.start());
  }

  /** To the end, or the process would wait for somebody to read what it says. */
  private void read() {
    try (var output = process.inputReader(UTF_8)) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        var ready = READY.matcher(line);
        if (ready.matches()) {
          url.complete(URI.create(ready.group(1)));
        }
      }
      url.completeExceptionally(new IOException("it ended before it listened"));
    } catch (IOException e) {
      url.completeExceptionally(e);
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    try {
      url.get(START_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("it did not start: " + said(), e);
    }
  }

  private String said() {
    return String.join("\n", lines);
  }

  /** Where it says that it listens. */
  public URI url() {
    return url.resultNow();
  }

  /** SIGKILL to one that runs; the process is gone on return. */
  public void kill() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "it ended before, with %d: %s".formatted(process.exitValue(), said()));
    }
    process.destroyForcibly();
    var _ = awaitExit();
  }

  /** SIGSTOP: its connections stay open, and nobody answers on them. */
  public void pause() {
    Shell.signal("STOP", List.of(process.pid()));
  }

  /** SIGCONT: it goes on, as if no time had passed. */
  public void resume() {
    Shell.signal("CONT", List.of(process.pid()));
  }

  /** SIGTERM, without waiting for what it does; nothing for one that has ended. */
  public void terminate() {
    // Destroyed by the process, its output would be closed before it has said all.
    var _ = process.toHandle().destroy();
  }

  /** Waits for its end, which is to come within 10 s; with what status. */
  public int awaitExit() {
    try {
      if (!process.waitFor(STOP_MAX)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + said());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** SIGTERM, which is to end it with 0 in time; nothing for one that was killed. */
  @Override
  public void close() {
    terminate();
    var status = awaitExit();
    if (status != 0 && status != KILLED) {
      throw new AssertionError("it ended with %d: %s".formatted(status, said()));
    }
  }
}
