package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    var command = cores.onServerCore(command(main, jvm));
    var process = ChildProcess.start(main.getSimpleName(), command, settings, log);
    process.awaitReady(() -> announced(log).isPresent());
    return new NodeProcess(process, announced(log).orElseThrow());
  }

  private static List<String> command(Class<?> main, List<String> jvm) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
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
