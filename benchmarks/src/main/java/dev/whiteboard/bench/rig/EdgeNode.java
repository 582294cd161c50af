package dev.whiteboard.bench.rig;

import dev.whiteboard.cdn.CdnService;
import dev.whiteboard.stack.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * One edge of the CDN before one origin, with nothing between them, in a process of its own.
 *
 * @param node its process
 * @param url where clients ask
 */
record EdgeNode(NodeProcess node, URI url) implements AutoCloseable {
  /** One client makes all the load: no limit of the edge may be what is measured. */
  private static final String UNLIMITED = "1000000";

  /** Starts one on the server's core. */
  static EdgeNode start(RigStack stack, Cores cores, List<String> jvm, URI origin)
      throws IOException {
    var port = FreePort.find();
    var world = "nodes:\n  - { name: edge-1, tier: edge, region: eu, port: %d }\n".formatted(port);
    var settings = settings(stack, world, origin);
    var node = NodeProcess.start(CdnService.class, cores, jvm, settings, stack.file("edge.log"));
    return new EdgeNode(node, URI.create("http://127.0.0.1:" + port));
  }

  /** Of a world in one process: it listens where it likes, and limits nobody. */
  static Map<String, String> settings(RigStack stack, String world, URI origin) throws IOException {
    return Map.of(
        "CDN_TOPOLOGY",
        Files.writeString(stack.file("world.yaml"), world).toString(),
        "CDN_ORIGIN",
        origin.toString(),
        "CDN_CLIENT_REQUESTS_PER_SECOND",
        UNLIMITED,
        "CDN_CLIENT_REQUESTS_BURST",
        UNLIMITED,
        "CDN_PORT",
        "0",
        "CDN_RESP_PORT",
        "0");
  }

  /** What it takes. */
  ChildProcess process() {
    return node.process();
  }

  @Override
  public void close() {
    node.close();
  }
}
