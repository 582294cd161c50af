package dev.whiteboard.portal.page;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.Pages;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.portal.checkout.Checkout;
import dev.whiteboard.portal.live.LiveFigures;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** The landing page and the routes behind it. */
public final class PortalService implements RunningService {
  /** As it is called in what is printed. */
  public static final String NAME = "portal";

  private static final String MERMAID =
      "META-INF/resources/webjars/mermaid/11.14.0/dist/mermaid.min.js";

  private static final int CALLS_MAX = 64;

  /** Its answers take no longer: a probe has 2 s. */
  private static final Duration REQUESTS_DEADLINE = Duration.ofSeconds(2);

  private final Closers closers;
  private final URI url;

  private PortalService(Closers closers, URI url) {
    this.closers = closers;
    this.url = url;
  }

  /**
   * Starts to listen.
   *
   * @param board what it shows
   * @throws IOException where the port can't be had; nothing is left open then
   */
  public static PortalService start(PortalSettings settings, Board board) throws IOException {
    var closers = new Closers();
    try {
      return new PortalService(closers, listen(settings, board, closers).url());
    } catch (IOException e) {
      closers.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI url() {
    return url;
  }

  @Override
  public void close() {
    closers.close();
  }

  private static WebServer listen(PortalSettings settings, Board board, Closers closers)
      throws IOException {
    var checkout = new Checkout(settings.checkout());
    var pings = closers.add(new ServerPings(System::nanoTime));
    var status = new StatusApi(board, closers.add(new Probe()), pings, checkout);
    var figures = new FiguresApi(closers.add(LiveFigures.start(board::nodes)));
    var metrics = closers.add(new Metrics());
    var facets =
        new Facets(
            metrics,
            closers.add(new HealthChecks()),
            pages(),
            closers.add(new VirtualThreads(CALLS_MAX)));
    var vertx = closers.add(EventLoops.open(metrics.registry())).vertx();
    var options = new WebServerOptions(settings.host(), settings.port(), 1);
    var server =
        WebServer.start(
            vertx,
            options,
            eventLoop -> {
              var routes = ServiceRoutes.create(eventLoop, facets);
              status.mountOn(routes);
              figures.mountOn(routes);
              new CapacityRoutes(checkout.capacity()).mountOn(routes);
              new CodeRoute(checkout).mountOn(routes);
              return routes.handler();
            });
    closers.add(() -> server.drain(REQUESTS_DEADLINE));
    return server;
  }

  private static Pages pages() {
    return new Pages()
        .add("/", "pages/portal/index.html")
        .add("/assets/portal.css", "pages/portal/portal.css")
        .add("/assets/portal.js", "pages/portal/portal.js")
        .add("/assets/figures.js", "pages/portal/figures.js")
        .add("/assets/capacity.js", "pages/portal/capacity.js")
        .add("/assets/drawings.js", "pages/portal/drawings.js")
        .add("/assets/mermaid.js", MERMAID)
        .add("/openapi.yaml", "openapi/portal.yaml");
  }
}
