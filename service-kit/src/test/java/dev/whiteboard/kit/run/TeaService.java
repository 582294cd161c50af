package dev.whiteboard.kit.run;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.Pages;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The smallest service there can be, for tests that need one in a process of its own. */
final class TeaService implements RunningService {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private final Closers closers = new Closers();
  private final WebServer server;

  private TeaService(int port, String closing) throws IOException {
    var metrics = closers.add(new Metrics());
    var health = closers.add(new HealthChecks());
    var threads = closers.add(new VirtualThreads(8));
    var facets = new Facets(metrics, health, new Pages(), threads);
    if (closing.equals("hangs")) {
      closers.add(NEVER::await);
    }
    var vertx = closers.add(EventLoops.open()).vertx();
    try {
      this.server =
          WebServer.start(
              vertx,
              new WebServerOptions("127.0.0.1", port, 2),
              eventLoop -> {
                var routes = ServiceRoutes.create(eventLoop, facets);
                routes.route(HttpMethod.GET, "/brew", 0, _ -> brew());
                return routes.handler();
              });
    } catch (IOException e) {
      closers.close();
      throw e;
    }
    closers.add(server);
  }

  public static void main(String[] arguments) {
    ServiceMain.run(List.of(arguments), TeaService::read);
  }

  private static ServiceDefinition.Start read(Settings settings) {
    settings.owning("TEA_");
    var port = settings.port("TEA_PORT", 8099, "the port to listen on");
    var starting = settings.text("TEA_STARTING", "ends", "ends, hangs, fails or breaks");
    var closing = settings.text("TEA_CLOSING", "ends", "ends or hangs");
    return () -> {
      start(starting);
      return new TeaService(port, closing);
    };
  }

  private static void start(String how) throws InterruptedException {
    System.out.println("starting");
    switch (how) {
      case "hangs" -> NEVER.await();
      case "fails" -> throw new IllegalStateException(new IOException("the kettle is cold"));
      case "breaks" -> throw new StackOverflowError();
      default -> {}
    }
  }

  /** Takes a moment, as a request in flight does. */
  private static Reply brew() throws InterruptedException {
    System.out.println("brewing");
    var _ = NEVER.await(700, TimeUnit.MILLISECONDS);
    return Reply.html(200, "tea");
  }

  @Override
  public String name() {
    return "tea";
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  @Override
  public void close() {
    closers.close();
    System.out.println("closed");
  }
}
