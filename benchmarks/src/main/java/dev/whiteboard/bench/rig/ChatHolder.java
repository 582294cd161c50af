package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that holds connections to the chat and says nothing but that it is there: one process
 * may not open as many files as there are connections to hold. It ends as soon as one is lost.
 */
final class ChatHolder implements AutoCloseable {
  private static final String HOLDING = "holding ";
  private static final Duration REST = Duration.ofHours(1);

  private final ChildProcess process;
  private final Path log;
  private final int connections;

  private ChatHolder(ChildProcess process, Path log, int connections) {
    this.process = process;
    this.log = log;
    this.connections = connections;
  }

  /** Connects who is named in a file, each with a node's address and a token. */
  public static void main(String[] arguments) throws IOException {
    var nodes = new ArrayList<URI>();
    var tokens = new ArrayList<String>();
    for (var line : Files.readAllLines(Path.of(arguments[0]))) {
      var words = line.split(" ", 2);
      nodes.add(URI.create(words[0]));
      tokens.add(words[1]);
    }
    try (var crowd = new ChatCrowd(tokens)) {
      crowd.connect(nodes::get);
      System.out.println(HOLDING + tokens.size());
      crowd.rest(REST);
    }
  }

  /**
   * Starts one on the load's cores.
   *
   * @param lines node and token of each connection
   */
  static ChatHolder start(String name, List<String> lines, ChatNodes nodes) throws IOException {
    var file = Files.write(nodes.file(name + ".txt"), lines);
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ChatHolder.class.getName(),
            file.toString());
    var log = nodes.file(name + ".log");
    return new ChatHolder(ChildProcess.start(name, command, Map.of(), log), log, lines.size());
  }

  /** Whether none was lost so far. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether all are connected. */
  boolean holds() {
    return isAlive() && says(HOLDING + connections);
  }

  /**
   * Sees to it that all are connected.
   *
   * @throws IOException with what it said where they are not
   */
  void requireHolding() throws IOException {
    if (!holds()) {
      throw new IOException("connections were lost: " + Files.readString(log));
    }
  }

  private boolean says(String line) {
    try (var lines = Files.lines(log)) {
      return lines.anyMatch(line::equals);
    } catch (IOException e) {
      return false; // it has said nothing yet
    }
  }

  @Override
  public void close() {
    process.kill();
    process.close();
  }
}
