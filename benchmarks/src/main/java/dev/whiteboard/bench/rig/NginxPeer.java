package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** NGINX with one worker and no log: the most that a server on that core can do. */
final class NginxPeer {
  /** As reports have it. */
  static final String NAME = "NGINX";

  private static final String[] VERSION = {"nginx", "-v"};

  private NginxPeer() {}

  /** One that answers every path with the same redirect; empty where it is not installed. */
  static Optional<Peer> redirecting(RigStack stack, Cores cores, String location)
      throws IOException {
    return start(stack, cores, "", "return 302 %s;".formatted(location));
  }

  /**
   * One that caches what this origin gives; empty where it is not installed. Each answer leaves
   * with one write: sendfile sends the head by itself, which costs a third of the small hits, and
   * {@code tcp_nopush} leaves the end of the large ones waiting 40 ms for an acknowledgement.
   */
  static Optional<Peer> caching(RigStack stack, Cores cores, URI origin) throws IOException {
    return start(
        stack,
        cores,
        """
        proxy_cache_path cache levels=1:2 keys_zone=kept:16m max_size=1g inactive=24h use_temp_path=off;
          sendfile off;
          output_buffers 2 128k;
          open_file_cache max=1000 inactive=60s;
        """,
        """
        location / {
              proxy_pass %s;
              proxy_http_version 1.1;
              proxy_cache kept;
            }
        """
            .formatted(origin)
            .strip());
  }

  private static Optional<Peer> start(RigStack stack, Cores cores, String http, String server)
      throws IOException {
    if (!Peer.isInstalled(VERSION)) {
      return Optional.empty();
    }
    var folder = Files.createDirectories(stack.file("nginx"));
    return Optional.of(
        Peer.start(
            NAME,
            cores,
            folder.resolve("nginx.log"),
            port -> {
              var file = folder.resolve("nginx.conf");
              Files.writeString(file, configuration(port, http, server));
              return List.of(
                  "nginx", "-p", folder + "/", "-c", file.toString(), "-g", "daemon off;");
            },
            VERSION));
  }

  /** A worker of another user than this could not write where this one can. */
  private static String configuration(int port, String http, String server) {
    return """
    worker_processes 1;
    user %s;
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
      %s
      server {
        listen 127.0.0.1:%d;
        %s
      }
    }
    """
        .formatted(System.getProperty("user.name"), http.strip(), port, server);
  }
}
