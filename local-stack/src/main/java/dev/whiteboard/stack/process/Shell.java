package dev.whiteboard.stack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the system, each with a deadline. */
public final class Shell {
  /** The longest is the making of a database cluster, 0.6 s here. */
  private static final Duration COMMAND_TIME_MAX = Duration.ofSeconds(60);

  /** What went wrong is said at the end. */
  private static final int LINES_SHOWN = 5;

  private Shell() {}

  /**
   * What a command came to.
   *
   * @param exitCode 0 where it did what it was to do, 127 where there is no such command
   * @param output both of its streams
   */
  public record Result(int exitCode, String output) {
    /** Whether it did what it was to do. */
    public boolean succeeded() {
      return exitCode == 0;
    }

    /** The end of the output, on one line. */
    public String lastLines() {
      return lastLines(output.lines().toList());
    }

    static String lastLines(List<String> lines) {
      int from = Math.max(0, lines.size() - LINES_SHOWN);
      return String.join(" | ", lines.subList(from, lines.size()));
    }
  }

  /** Runs the command to its end. */
  public static Result run(String... command) {
    return run(List.of(command));
  }

  /**
   * Runs the command to its end. Its output goes through a file, not a pipe: a pipe would have to
   * be read while waiting, by another thread.
   */
  public static Result run(List<String> command) {
    try {
      Path output = Files.createTempFile("whiteboard-", ".out");
      try {
        return run(command, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new ServerException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Sends the signal to each of the processes that is still there.
   *
   * @param name such as {@code STOP}
   * @return no success where one of them is gone, or is somebody else's
   */
  public static Result signal(String name, Collection<Long> pids) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" \"$@\"", name));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    return run(command);
  }

  private static Result run(List<String> command, Path output) throws IOException {
    ProcessBuilder builder = command(command).redirectErrorStream(true);
    Process process;
    try {
      process = builder.redirectOutput(output.toFile()).start();
    } catch (IOException e) {
      return new Result(127, String.valueOf(e.getMessage()));
    }
    process.getOutputStream().close();
    int exitCode = exitCode(process, command);
    return new Result(exitCode, Files.readString(output, StandardCharsets.UTF_8).strip());
  }

  private static int exitCode(Process process, List<String> command) {
    try {
      if (process.waitFor(COMMAND_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new ServerException(
          command.getFirst() + " took more than " + COMMAND_TIME_MAX.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while running " + command.getFirst(), e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A command whose messages are in English, and which no PG* setting of the user reaches. */
  static ProcessBuilder command(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
