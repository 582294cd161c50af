package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Varnish as it comes, with 256 MB and what it sends to its log in shared memory. */
final class VarnishPeer {
  private VarnishPeer() {}

  /** One that caches what this origin gives; empty where it is not installed. */
  static Optional<Peer> caching(RigStack stack, Cores cores, URI origin) throws IOException {
    if (!Peer.isInstalled("varnishd", "-V")) {
      return Optional.empty();
    }
    var folder = Files.createDirectories(stack.file("varnish"));
    return Optional.of(
        Peer.start(
            "Varnish",
            cores,
            stack.file("varnish.log"),
            port ->
                List.of(
                    "varnishd",
                    "-F",
                    "-j",
                    "none",
                    "-n",
                    folder.toString(),
                    "-a",
                    "127.0.0.1:" + port,
                    "-b",
                    origin.getAuthority(),
                    "-s",
                    "malloc,256m",
                    "-p",
                    "timeout_idle=600"),
            "varnishd",
            "-V"));
  }
}
