package dev.whiteboard.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processes of the machine, as tests ask for them: by {@code ps}, and not by the code under test.
 */
final class Processes {
  private static final Pattern LINE = Pattern.compile("(?m)^ *(\\d+) (.*)$");

  private Processes() {}

  /** A process, and the command line that it shows. */
  record Running(long pid, String commandLine) {
    private static Running of(MatchResult line) {
      return new Running(Long.parseLong(line.group(1)), line.group(2));
    }
  }

  /** Whether it is there; one that has ended and that nobody asked for yet is not. */
  static boolean runs(ProcessHandle process) {
    return !ps("-o", "stat=", "-p", Long.toString(process.pid())).matches("|Z.*");
  }

  /** Those whose command line has the folder in it, without this JVM. */
  static List<Running> of(Path folder) {
    return LINE.matcher(ps("-A", "-ww", "-o", "pid=,args="))
        .results()
        .map(Running::of)
        .filter(process -> process.commandLine().contains(folder + "/"))
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .toList();
  }

  /** Sends a signal to each. */
  static void signal(String name, List<Running> processes) {
    Stream<String> pids = processes.stream().map(process -> Long.toString(process.pid()));
    output(Stream.concat(Stream.of("kill", "-s", name), pids).toList());
  }

  private static String ps(String... options) {
    return output(Stream.concat(Stream.of("ps"), Stream.of(options)).toList());
  }

  private static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .stripTrailing();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException(command + " does not end");
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
