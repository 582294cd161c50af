package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.CdnService;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.FreePort;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A whole CDN in one process: four edges, two regional nodes, a central one, a shield and the
 * control plane, all with real HTTP between them; and a connection to each edge.
 */
final class CdnWorldNode implements AutoCloseable {
  private static final String ADMIN_KEY = "an-admin-key-for-rigs";
  private static final List<String> EDGES =
      List.of("edge-eu-1", "edge-eu-2", "edge-us-1", "edge-us-2");
  private static final String INNER =
      """
        - { name: regional-eu, tier: regional, region: eu }
        - { name: regional-us, tier: regional, region: us }
        - { name: central, tier: central, region: eu }
        - { name: shield, tier: shield, region: eu }
      """;

  /** The edges and the others. */
  static final int NODES = EDGES.size() + 4;

  private static final String INVALIDATIONS = "/v1/invalidations";
  private static final Duration SPREAD_MAX = Duration.ofSeconds(30);

  private final Closers closers = new Closers();
  private final List<HttpCaller> edges = new ArrayList<>();
  private final HttpCaller control;

  private CdnWorldNode(NodeProcess node, List<Integer> ports) throws IOException {
    closers.add(node);
    control = closers.add(new HttpCaller(node.url()));
    for (var port : ports) {
      edges.add(closers.add(new HttpCaller(URI.create("http://127.0.0.1:" + port))));
    }
  }

  /** Starts one on the server's core. */
  static CdnWorldNode start(RigStack stack, Cores cores, List<String> jvm, URI origin)
      throws IOException {
    var ports = EDGES.stream().map(_ -> FreePort.find()).toList();
    var world = new StringBuilder("nodes:\n");
    for (var i = 0; i < ports.size(); i++) {
      var name = EDGES.get(i);
      var region = name.substring("edge-".length(), "edge-eu".length());
      world.append(
          "  - { name: %s, tier: edge, region: %s, port: %d }\n"
              .formatted(name, region, ports.get(i)));
    }
    var settings = new HashMap<>(EdgeNode.settings(stack, world.append(INNER).toString(), origin));
    settings.put("CDN_ADMIN_KEY", ADMIN_KEY);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", stack.addresses().kafkaBootstrapServers());
    return new CdnWorldNode(
        NodeProcess.start(CdnService.class, cores, jvm, settings, stack.file("cdn.log")), ports);
  }

  /** Has every edge give it out, and so keep it. */
  void fill(String path, int bytes) throws IOException {
    for (var edge : edges) {
      edge.requireBody(path, bytes);
    }
  }

  /**
   * Has it taken out everywhere.
   *
   * @return from when it was asked for until the last node had applied it
   */
  Duration purge(String path) throws IOException {
    var wish = new JsonObject().put("urls", new JsonArray().add("http://rig" + path));
    var asked = Instant.now();
    var ticket = json(control.ask(HttpText.post(INVALIDATIONS, ADMIN_KEY, wish.encode()), 202));
    var last = asked;
    for (var at : applied(ticket.getString("id"))) {
      last = at.isAfter(last) ? at : last;
    }
    return Duration.between(asked, last);
  }

  private List<Instant> applied(String id) throws IOException {
    var request = HttpText.get(INVALIDATIONS + "/" + id);
    if (!Deadline.after(SPREAD_MAX).await(() -> progress(request).getBoolean("complete"))) {
      throw new IOException("not everywhere: " + progress(request).encode());
    }
    var applied = progress(request).getJsonObject("applied");
    if (applied.size() != NODES) {
      throw new IOException("applied by " + applied.fieldNames());
    }
    return applied.stream().map(each -> Instant.parse((String) each.getValue())).toList();
  }

  private JsonObject progress(byte[] request) {
    try {
      return json(control.ask(request, 200));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(byte[] body) {
    return new JsonObject(new String(body, UTF_8));
  }

  @Override
  public void close() {
    closers.close();
  }
}
