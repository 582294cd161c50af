package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.store.StoredResponse;
import dev.whiteboard.cdn.world.CdnNode;
import dev.whiteboard.cdn.world.Tier;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The small world on free ports before a {@link HeldOrigin}, and a client of it. */
final class PurgeWorld implements AutoCloseable {
  static final String ADMIN_KEY = "an-admin-key-for-tests";
  static final Duration SOON = Duration.ofSeconds(30);

  /** The site's name: edges have ports of their own, which would make other URLs. */
  static final String SITE = "site.test";

  private static final int CONNECTIONS_MAX = 64;

  private final HeldOrigin origin;
  private final CdnService service;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));

  /** What came back. */
  record Answer(int status, Map<String, String> fields, Buffer body) {
    JsonObject json() {
      return body.toJsonObject();
    }

    int version() {
      return Integer.parseInt(fields.getOrDefault("x-version", "-1"));
    }
  }

  private PurgeWorld(HeldOrigin origin, CdnService service) {
    this.origin = origin;
    this.service = service;
  }

  /** Starts it, and waits until it knows its log. */
  static PurgeWorld start(Map<String, String> more) throws Exception {
    var world = startWithoutLog(more);
    await().atMost(SOON).until(world::isJoined);
    return world;
  }

  static PurgeWorld startWithoutLog(Map<String, String> more) throws Exception {
    var origin = new HeldOrigin();
    var settings = new HashMap<String, String>();
    settings.put("CDN_PORT", "0");
    settings.put("CDN_EDGE_PORT", "0");
    settings.put("CDN_EDGE_TLS_PORT", "0");
    settings.put("CDN_ADMIN_KEY", ADMIN_KEY);
    settings.put("CDN_NODE_SECRET", "a-secret-of-all-nodes");
    settings.put("CDN_ORIGIN", origin.url().toString());
    settings.putAll(more);
    try {
      var read = CdnSettings.read(Settings.of(settings, List.of()));
      return new PurgeWorld(origin, CdnService.start(read));
    } catch (Exception e) {
      origin.close();
      throw e;
    }
  }

  HeldOrigin origin() {
    return origin;
  }

  boolean isJoined() {
    return nodes().stream().allMatch(node -> node.purges().isJoined() && node.purges().isCurrent());
  }

  List<CdnNode> nodes() {
    return service.world().nodes();
  }

  CdnNode node(String name) {
    return service.world().node(name).orElseThrow();
  }

  List<CdnNode> edges() {
    return nodes().stream().filter(node -> node.spec().tier() == Tier.EDGE).toList();
  }

  /** A page as the edge has it. */
  Answer get(CdnNode edge, String path, String... fields) {
    return edge(edge, HttpMethod.GET, path, fields);
  }

  Answer edge(CdnNode edge, HttpMethod method, String path, String... fields) {
    var options =
        new RequestOptions()
            .setServer(socket(edge.clientAddresses().getFirst()))
            .setHost(SITE)
            .setPort(80)
            .setMethod(method)
            .setURI(path);
    return send(options, Buffer.buffer(), fields);
  }

  static String url(String path) {
    return "http://" + SITE + path;
  }

  /** Asks the control plane, as an admin. */
  Answer control(HttpMethod method, String path, Buffer body) {
    var address = service.url();
    var options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(address.getPort())
            .setMethod(method)
            .setURI(path);
    return send(
        options, body, "authorization", "Bearer " + ADMIN_KEY, "content-type", "application/json");
  }

  private static SocketAddress socket(URI address) {
    return SocketAddress.inetSocketAddress(address.getPort(), "127.0.0.1");
  }

  private Answer send(RequestOptions options, Buffer body, String... fields) {
    for (var i = 0; i < fields.length; i += 2) {
      options.putHeader(fields[i], fields[i + 1]);
    }
    try {
      return client
          .request(options)
          .compose(request -> request.send(body).compose(PurgeWorld::read))
          .await(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in time", e);
    }
  }

  /** Called as the head comes, on its event loop: later the body may have gone by. */
  private static Future<Answer> read(HttpClientResponse response) {
    var fields = new HashMap<String, String>();
    response.headers().forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
    return response.body().map(body -> new Answer(response.statusCode(), fields, body));
  }

  /** Every edge asks for it, so that all tiers on the way have it. */
  void fill(String path, String... fields) {
    edges().forEach(edge -> assertThat(get(edge, path, fields).status()).isEqualTo(200));
  }

  /** Invalidates, and waits until all have; what the control plane knows of it then. */
  JsonObject invalidate(JsonObject wish) {
    return awaitComplete(accept(wish));
  }

  /** Has it accepted; its id. */
  String accept(JsonObject wish) {
    return post(wish).getString("id");
  }

  /** Has it accepted. Kafka may be late where others use the machine: then it is asked again. */
  JsonObject post(JsonObject wish) {
    return await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .until(
            () -> control(HttpMethod.POST, "/v1/invalidations", wish.toBuffer()),
            answer -> answer.status() == 202)
        .json();
  }

  JsonObject awaitComplete(String id) {
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> spread(id).getBoolean("complete"));
    return spread(id);
  }

  JsonObject spread(String id) {
    var answer = control(HttpMethod.GET, "/v1/invalidations/" + id, Buffer.buffer());
    assertThat(answer.status()).as("%s %s", answer.fields(), answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** What a node has of a page. */
  List<StoredResponse> kept(CdnNode node, String path) {
    return node.store().find(new RequestHead("GET", "http", SITE, path, Fields.NONE));
  }

  /** Whether any node has a version of a page that is older. */
  boolean isKeptBefore(String path, int version) {
    return nodes().stream()
        .flatMap(node -> kept(node, path).stream())
        .anyMatch(kept ->
            Integer.parseInt(String.valueOf(kept.head().response().fields().first("x-version")))
                < version);
  }

  @Override
  public void close() throws IOException {
    service.close();
    origin.close();
    var _ = client.close();
    var _ = vertx.close();
  }
}
