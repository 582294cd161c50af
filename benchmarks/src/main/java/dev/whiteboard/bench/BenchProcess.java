package dev.whiteboard.bench;

import dev.whiteboard.bench.result.ResultDocument;
import dev.whiteboard.stack.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One measurement in a process of its own; what it says goes to a file. */
final class BenchProcess {
  /** Servers that it started are stopped in that time. */
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  private static final String FAILED = "failed: ";

  private final String name;
  private final Process process;
  private final Path folder;
  private final Path log;

  private BenchProcess(String name, Process process, Path folder, Path log) {
    this.name = name;
    this.process = process;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param folder for what it says and what it finds
   */
  static BenchProcess start(String name, List<String> arguments, boolean quick, Path folder)
      throws IOException {
    var command = JavaCommand.of(Bench.class, List.of());
    command.addAll(List.of(name, "--results=" + folder));
    command.addAll(arguments);
    if (quick) {
      command.add("--quick");
    }
    var log = folder.resolve(name + ".out");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new BenchProcess(name, builder.redirectOutput(log.toFile()).start(), folder, log);
  }

  /** Waits, and not for longer. */
  boolean hasEndedWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      return true;
    }
  }

  /** Ends it, with all that it started. */
  void stop() {
    process.destroy();
    if (!hasEndedWithin(STOP_MAX)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What it found; empty where it failed. */
  Optional<ResultDocument> document() throws IOException {
    if (process.exitValue() != 0) {
      return Optional.empty();
    }
    try (var files = Files.newDirectoryStream(folder, name + "-2*.json")) {
      for (var file : files) {
        return Optional.of(ResultDocument.read(file));
      }
    }
    return Optional.empty();
  }

  /** Why it failed, in its own words. */
  String failure() throws IOException {
    try (var lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith(FAILED))
          .map(line -> line.substring(FAILED.length()))
          .findFirst()
          .orElse("exit " + process.exitValue() + ", see " + log);
    }
  }
}
