package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server of somebody else's to be measured beside ours, on the server's core. */
final class Peer implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  private final String name;
  private final String version;
  private final ChildProcess process;
  private final URI url;

  private Peer(String name, String version, ChildProcess process, URI url) {
    this.name = name;
    this.version = version;
    this.process = process;
    this.url = url;
  }

  /** How to start one: what it needs is written first, then comes its command. */
  @FunctionalInterface
  interface Preparation {
    List<String> command(int port) throws IOException;
  }

  /** Whether a program can be started. */
  static boolean isInstalled(String... asksForVersion) {
    return Shell.run(asksForVersion).succeeded();
  }

  /**
   * Starts one on a free port.
   *
   * @param log takes what it says
   * @param asksForVersion a command
   */
  static Peer start(
      String name, Cores cores, Path log, Preparation preparation, String... asksForVersion)
      throws IOException {
    var port = FreePort.find();
    var command = cores.onServerCore(preparation.command(port));
    var process = ChildProcess.start(name, command, Map.of(), log);
    process.awaitReady(() -> answers(port));
    var version = Shell.run(asksForVersion).lastLines();
    return new Peer(name, version, process, URI.create("http://127.0.0.1:" + port));
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          (int) CONNECT_MAX.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  String name() {
    return name;
  }

  /** As it gives it itself. */
  String version() {
    return version;
  }

  /** Where it listens. */
  URI url() {
    return url;
  }

  /** What it takes. */
  ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
