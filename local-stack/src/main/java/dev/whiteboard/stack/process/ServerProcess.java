package dev.whiteboard.stack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process by its number, and by the folder whose path its command line holds. Numbers are given
 * again to strangers; with the folder, a stranger is never taken for the server.
 *
 * @param pid its number
 * @param folder the server's folder, as a real path
 */
record ServerProcess(long pid, Path folder) {
  private static final Path PROC = Path.of("/proc");

  /** The process that the file names on its first line, if it runs. */
  static Optional<ServerProcess> named(Path pidFile, Path folder) {
    return firstLine(pidFile)
        .filter(line -> line.matches("\\d{1,10}"))
        .map(line -> new ServerProcess(Long.parseLong(line), folder))
        .filter(ServerProcess::runs);
  }

  private static Optional<String> firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().map(String::trim);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ServerException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Whether it is there and is the server; a zombie is not. */
  boolean runs() {
    return commandLine().contains(folder + "/");
  }

  /** Its process and all beneath it, itself first. */
  List<Long> tree() {
    return ProcessHandle.of(pid).stream()
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** SIGKILL for it and for all beneath it, paused or not. */
  void kill() {
    for (long each : tree()) {
      ProcessHandle.of(each).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private String commandLine() {
    return Files.isDirectory(PROC.resolve("self")) ? commandLineFromProc() : commandLineFromPs();
  }

  private String commandLineFromProc() {
    try {
      byte[] line = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("cmdline"));
      return new String(line, StandardCharsets.UTF_8);
    } catch (IOException _) {
      return ""; // gone since, which is what an empty one says
    }
  }

  private String commandLineFromPs() {
    return Shell.run("ps", "-ww", "-o", "args=", "-p", Long.toString(pid)).output();
  }
}
