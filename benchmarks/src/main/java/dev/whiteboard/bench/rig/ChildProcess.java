package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A server under measurement: a process of its own, which ends with this one. */
final class ChildProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(12);

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread atExit;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.atExit = new Thread(process::destroyForcibly, "end " + name);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts it, with what it says in a file. */
  static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new ChildProcess(name, builder.redirectOutput(log.toFile()).start(), log);
  }

  /**
   * Waits until it is ready.
   *
   * @throws IOException where it ends instead, or takes too long; with what it said
   */
  void awaitReady(BooleanSupplier ready) throws IOException {
    var up = Deadline.after(START_MAX).await(() -> !process.isAlive() || ready.getAsBoolean());
    if (!up || !process.isAlive()) {
      close();
      throw new IOException(name + " did not start: " + Files.readString(log));
    }
  }

  /** Processor time, of it and all beneath it. */
  Duration cpu() {
    return tree()
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Resident memory, of it and all beneath it: shared pages count once for each. */
  double residentMegabytes() {
    return tree().mapToLong(ChildProcess::residentKilobytes).sum() / 1024.0;
  }

  private static long residentKilobytes(ProcessHandle handle) {
    var asked = Shell.run("ps", "-o", "rss=", "-p", Long.toString(handle.pid()));
    return asked.succeeded() ? Long.parseLong(asked.output().strip()) : 0;
  }

  private Stream<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /** As the system names it. */
  long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, and does not wait. */
  void terminate() {
    process.destroy();
  }

  /** Ends it at once: it has no chance to say anything. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    forgetAtExit();
  }

  private void forgetAtExit() {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      process.destroyForcibly(); // this process is about to end
    }
  }
}
