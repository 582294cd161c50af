package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * NGINX, which answers every path with the same redirect: no look-up, no click, no log. The most
 * that a server on that core can do for one.
 */
final class NginxPeer implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  private final ChildProcess process;
  private final URI url;

  private NginxPeer(ChildProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one; empty where it is not installed. */
  static Optional<NginxPeer> start(RigStack stack, Cores cores, String location)
      throws IOException {
    if (!Shell.run("nginx", "-v").succeeded()) {
      return Optional.empty();
    }
    var folder = Files.createDirectories(stack.file("nginx"));
    var port = FreePort.find();
    Files.writeString(folder.resolve("nginx.conf"), configuration(port, location));
    var process =
        ChildProcess.start("NGINX", cores.onServerCore(command(folder)), Map.of(), log(folder));
    process.awaitReady(() -> answers(port));
    return Optional.of(new NginxPeer(process, URI.create("http://127.0.0.1:" + port)));
  }

  private static String configuration(int port, String location) {
    return """
    worker_processes 1;
    pid nginx.pid;
    error_log stderr crit;
    events { worker_connections 4096; }
    http {
      access_log off;
      server_tokens off;
      keepalive_timeout 600s;
      keepalive_requests 1000000000;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%d;
        return 302 %s;
      }
    }
    """
        .formatted(port, location);
  }

  private static List<String> command(Path folder) {
    var configuration = folder.resolve("nginx.conf").toString();
    return List.of("nginx", "-p", folder + "/", "-c", configuration, "-g", "daemon off;");
  }

  private static Path log(Path folder) {
    return folder.resolve("nginx.log");
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

  /** As it gives it itself. */
  static String version() {
    return Shell.run("nginx", "-v").lastLines();
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
