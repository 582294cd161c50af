package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A service of ours in a process of its own.
 *
 * @param process what it takes
 * @param url where it says that it is
 */
record NodeProcess(ChildProcess process, URI url) implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("^\\S+ ready at (\\S+)$");

  /**
   * Starts one on the server's core.
   *
   * @param jvm options of its JVM
   * @param log takes what it says
   */
  static NodeProcess start(
      Class<?> main, Cores cores, List<String> jvm, Map<String, String> settings, Path log)
      throws IOException {
    var command = cores.onServerCore(JavaCommand.of(main, jvm));
    return start(main.getSimpleName(), command, settings, log);
  }

  /** Starts one by any command, where that says. */
  static NodeProcess start(
      String name, List<String> command, Map<String, String> settings, Path log)
      throws IOException {
    var process = ChildProcess.start(name, command, settings, log);
    process.awaitReady(() -> announced(log).isPresent());
    return new NodeProcess(process, announced(log).orElseThrow());
  }

  /** By its number, so that nobody has to look up a name. */
  private static Optional<URI> announced(Path log) {
    try (var lines = Files.lines(log)) {
      return lines
          .map(READY::matcher)
          .filter(matcher -> matcher.matches())
          .map(matcher -> URI.create(matcher.group(1).replace("localhost", "127.0.0.1")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
