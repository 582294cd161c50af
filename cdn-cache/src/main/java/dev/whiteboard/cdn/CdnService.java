package dev.whiteboard.cdn;

import dev.whiteboard.cdn.control.ControlPlane;
import dev.whiteboard.cdn.control.Tryout;
import dev.whiteboard.cdn.http.AnalyticsApi;
import dev.whiteboard.cdn.http.CdnPages;
import dev.whiteboard.cdn.http.FunctionsApi;
import dev.whiteboard.cdn.http.InvalidationsApi;
import dev.whiteboard.cdn.http.LiveApi;
import dev.whiteboard.cdn.http.NodesApi;
import dev.whiteboard.cdn.http.RoutesApi;
import dev.whiteboard.cdn.http.TopologyApi;
import dev.whiteboard.cdn.http.TryApi;
import dev.whiteboard.cdn.origin.DemoOrigin;
import dev.whiteboard.cdn.world.World;
import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.run.ServiceDefinition.Start;
import dev.whiteboard.kit.run.ServiceMain;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The CDN, or one node of it: what it is made of, and in which order that starts and ends. The
 * origin comes first, then the nodes from the shield down, then the control plane.
 */
public final class CdnService implements RunningService {
  /** As in {@code ./whiteboard up cdn-cache}. */
  public static final String NAME = "cdn-cache";

  /** Requests to the control plane at once. */
  private static final int BLOCKING_CALLS_MAX = 64;

  private final CdnSettings settings;
  private final Closers closers = new Closers();
  private volatile int port;
  private volatile Optional<World> world = Optional.empty();
  private volatile Optional<LruService> lru = Optional.empty();

  private CdnService(CdnSettings settings) {
    this.settings = settings;
  }

  /** Runs it in a process of its own. */
  public static void main(String[] arguments) {
    ServiceMain.run(List.of(arguments), CdnService::read);
  }

  /** Reads the settings; starts nothing yet. */
  public static Start read(Settings settings) {
    var own = CdnSettings.read(settings);
    return () -> start(own);
  }

  /**
   * Starts it.
   *
   * @throws Exception where a port can't be had; nothing is left open then
   */
  public static CdnService start(CdnSettings settings) throws Exception {
    return RunningService.open(new CdnService(settings), CdnService::open);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  /** The nodes that live here. */
  public World world() {
    return world.orElseThrow();
  }

  /** The cache beside it that speaks Redis' protocol; empty where this is one node alone. */
  public Optional<LruService> lru() {
    return lru;
  }

  @Override
  public void close() {
    closers.close();
  }

  private void open() throws IOException {
    var metrics = closers.add(new Metrics());
    var threads = closers.add(new VirtualThreads(BLOCKING_CALLS_MAX));
    var health = closers.add(new HealthChecks());
    var vertx = closers.add(EventLoops.open(metrics.registry())).vertx();
    var domain = Domain.open(settings, origin(vertx), vertx, closers, metrics.registry());
    world = Optional.of(domain.world());
    domain.control().ifPresent(control -> health.add("kafka", control::ping));
    closers.add(() -> domain.world().drain(ServiceMain.REQUESTS_DEADLINE));
    if (settings.isWhole()) {
      lru = Optional.of(closers.add(LruService.start(settings.lru(), vertx)));
    }

    var demoHost = settings.origin().isPresent() ? null : TryApi.HOST;
    var topology = new TopologyApi(domain.nodes(), domain.rings(), demoHost);
    var live = new LiveApi(topology, threads, vertx);
    var tries =
        new TryApi(
            domain.nodes(), closers.add(new Tryout(vertx, System::nanoTime)), System::nanoTime);
    var facets = new Facets(metrics, health, CdnPages.pages(), threads);
    listen(vertx, handlers(domain, new PageApis(topology, live, tries), facets));
    closers.add(live); // before the server waits for those who listen
  }

  /** What the page is fed by. */
  private record PageApis(TopologyApi topology, LiveApi live, TryApi tries) {}

  private Function<Vertx, Handler<HttpServerRequest>> handlers(
      Domain domain, PageApis page, Facets facets) {
    var admin = new AdminKey(settings.adminKey());
    var nodes = new NodesApi(domain.nodes(), admin);
    var analytics = new AnalyticsApi(domain.analytics());
    var invalidations = domain.control().map(control -> invalidations(control, admin));
    var routeRules = new RoutesApi(domain.routes(), domain.books(), admin);
    var functions = new FunctionsApi(domain.functions(), domain.books(), admin);
    return eventLoop -> {
      var routes = ServiceRoutes.create(eventLoop, facets);
      page.topology().mountOn(routes);
      page.live().mountOn(routes);
      page.tries().mountOn(routes);
      nodes.mountOn(routes);
      analytics.mountOn(routes);
      invalidations.ifPresent(api -> api.mountOn(routes));
      routeRules.mountOn(routes);
      functions.mountOn(routes);
      return routes.handler();
    };
  }

  private static InvalidationsApi invalidations(ControlPlane control, AdminKey admin) {
    return new InvalidationsApi(control.invalidations(), control.spreads(), admin);
  }

  /** The operator's, or our own to play with. */
  private URI origin(Vertx vertx) throws IOException {
    if (settings.origin().isPresent()) {
      return settings.origin().get();
    }
    var site = new DemoOrigin.Site(InstantSource.system());
    var options = new WebServerOptions(settings.host(), settings.originPort(), EventLoops.COUNT);
    return closers.add(WebServer.start(vertx, options, site::on)).url();
  }

  private void listen(Vertx vertx, Function<Vertx, Handler<HttpServerRequest>> handlers)
      throws IOException {
    var options = new WebServerOptions(settings.host(), settings.port(), EventLoops.COUNT);
    port = closers.add(WebServer.start(vertx, options, handlers)).port();
  }
}
