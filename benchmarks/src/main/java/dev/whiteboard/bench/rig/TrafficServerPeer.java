package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apache Traffic Server with one thread for the network, 256 MB of memory and no log. */
final class TrafficServerPeer {
  private static final String[] VERSION = {"traffic_server", "-V"};

  private TrafficServerPeer() {}

  /** One that caches what this origin gives; empty where it is not installed. */
  static Optional<Peer> caching(RigStack stack, Cores cores, URI origin) throws IOException {
    if (!Peer.isInstalled(VERSION)) {
      return Optional.empty();
    }
    var folder = Files.createDirectories(stack.file("trafficserver"));
    return Optional.of(
        Peer.start(
            "Traffic Server",
            cores,
            stack.file("trafficserver.log"),
            port -> {
              write(folder, port, origin);
              return List.of("traffic_server", "--run-root=" + folder);
            },
            VERSION));
  }

  private static void write(Path folder, int port, URI origin) throws IOException {
    for (var name : List.of("etc", "var", "run", "log", "cache")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.writeString(folder.resolve("runroot.yaml"), layout(folder));
    for (var file : files(port, origin).entrySet()) {
      Files.writeString(folder.resolve("etc").resolve(file.getKey()), file.getValue());
    }
  }

  private static String layout(Path folder) {
    return """
    prefix: %1$s
    exec_prefix: %1$s
    bindir: /usr/bin
    sbindir: /usr/sbin
    libdir: /usr/lib
    libexecdir: /usr/lib/trafficserver/modules
    includedir: /usr/include
    mandir: /usr/share/man
    infodir: /usr/share/info
    sysconfdir: %1$s/etc
    datadir: %1$s/cache
    cachedir: %1$s/cache
    localstatedir: %1$s/var
    runtimedir: %1$s/run
    logdir: %1$s/log
    """
        .formatted(folder);
  }

  private static Map<String, String> files(int port, URI origin) {
    return Map.of(
        "records.config",
        """
        CONFIG proxy.config.http.server_ports STRING %d:ip-in=127.0.0.1
        CONFIG proxy.config.admin.user_id STRING #-1
        CONFIG proxy.config.exec_thread.autoconfig INT 0
        CONFIG proxy.config.exec_thread.limit INT 1
        CONFIG proxy.config.cache.ram_cache.size INT 268435456
        CONFIG proxy.config.log.logging_enabled INT 0
        CONFIG proxy.config.http.keep_alive_no_activity_timeout_in INT 600
        """
            .formatted(port),
        "remap.config",
        "map / %s/\n".formatted(origin),
        "storage.config",
        "cache 256M\n",
        "ip_allow.yaml",
        "ip_allow:\n  - { apply: in, ip_addrs: 127.0.0.1, action: allow, methods: ALL }\n",
        "plugin.config",
        "");
  }
}
