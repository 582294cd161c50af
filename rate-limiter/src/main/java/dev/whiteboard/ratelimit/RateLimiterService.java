package dev.whiteboard.ratelimit;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.ClientAddress;
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
import dev.whiteboard.ratelimit.grpc.EnvoyRateLimits;
import dev.whiteboard.ratelimit.grpc.GrpcServer;
import dev.whiteboard.ratelimit.http.BatchApi;
import dev.whiteboard.ratelimit.http.CheckRoute;
import dev.whiteboard.ratelimit.http.KeysApi;
import dev.whiteboard.ratelimit.http.RateLimiterPages;
import dev.whiteboard.ratelimit.http.ReleaseApi;
import dev.whiteboard.ratelimit.http.ReplayApi;
import dev.whiteboard.ratelimit.http.RulesApi;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import dev.whiteboard.ratelimit.replay.Replay;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.web.RateLimitHandler;
import dev.whiteboard.ratelimit.web.RequestKey;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** One node of the rate limiter: what it is made of, and in which order that starts and ends. */
public final class RateLimiterService implements RunningService {
  /** As in {@code ./whiteboard up rate-limiter}. */
  public static final String NAME = "rate-limiter";

  /** Requests that may be at Redis for rules, or replay traffic, at once. */
  private static final int BLOCKING_CALLS_MAX = 64;

  /** Calls of gRPC take milliseconds: the rest of the time to stop is for HTTP. */
  private static final Duration GRPC_DEADLINE = Duration.ofSeconds(2);

  /** A replay computes for a while: an address may ask for some, and a page that is played with. */
  private static final Limit REPLAYS =
      Limit.of(Algorithm.GCRA, 20, Duration.ofSeconds(1)).withBurst(60);

  private final RateLimiterSettings settings;
  private final Closers closers = new Closers();
  private volatile int port;
  private volatile int grpcPort;

  private RateLimiterService(RateLimiterSettings settings) {
    this.settings = settings;
  }

  /** Runs one node in a process of its own. */
  public static void main(String[] arguments) {
    ServiceMain.run(List.of(arguments), RateLimiterService::read);
  }

  /** Reads the settings; starts nothing yet. */
  public static Start read(Settings settings) {
    var own = RateLimiterSettings.read(settings);
    return () -> start(own);
  }

  /**
   * Starts one node.
   *
   * @throws Exception where a port can't be had, or a rule is bad; nothing is left open then
   */
  public static RateLimiterService start(RateLimiterSettings settings) throws Exception {
    return RunningService.open(new RateLimiterService(settings), RateLimiterService::open);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  /** Where Envoy asks. */
  public int grpcPort() {
    return grpcPort;
  }

  @Override
  public void close() {
    closers.close();
  }

  private void open() throws IOException, InterruptedException {
    var metrics = closers.add(new Metrics());
    var domain = Domain.open(settings, closers, metrics.registry());
    var threads = closers.add(new VirtualThreads(BLOCKING_CALLS_MAX));
    var health = closers.add(new HealthChecks().add("redis", domain.redis()::ping));
    var pages = RateLimiterPages.pages().add("/openapi.yaml", "openapi/rate-limiter.yaml");
    var vertx = closers.add(EventLoops.open(metrics.registry())).vertx();

    listen(vertx, handlers(domain, new Facets(metrics, health, pages, threads)));
    listenForEnvoy(domain);
  }

  /** Checks first; what is none goes to the router. */
  private Function<Vertx, Handler<HttpServerRequest>> handlers(Domain domain, Facets facets) {
    var checks = domain.checks();
    var rules = domain.rules();
    var permits = domain.permits();
    var admin = new AdminKey(settings.adminKey());
    var batches = new BatchApi(checks, permits);
    var releases = new ReleaseApi(checks, rules::rules, permits);
    var ruling = new RulesApi(rules(domain), admin);
    var keys = new KeysApi(checks, admin);
    var replays = new ReplayApi(new Replay(LocalLimiters::of));
    var limitedReplays = limitedReplays(domain);
    return eventLoop -> {
      var routes = ServiceRoutes.create(eventLoop, facets);
      batches.mountOn(eventLoop, routes);
      releases.mountOn(eventLoop, routes);
      ruling.mountOn(routes);
      keys.mountOn(eventLoop, routes);
      routes.router().post("/v1/replay").handler(limitedReplays);
      replays.mountOn(routes);
      return new CheckRoute(eventLoop, checks, permits, routes);
    };
  }

  /** The service keeps its own page within bounds with its own library. */
  private RateLimitHandler limitedReplays(Domain domain) {
    return new RateLimitHandler(
        "replays",
        LocalLimiters.of(REPLAYS, domain.clock()),
        RequestKey.address(new ClientAddress(settings.trustedProxies())));
  }

  private static RulesApi.Kept rules(Domain domain) {
    return new RulesApi.Kept() {
      @Override
      public List<Rule> rules() {
        return domain.rules().rules();
      }

      @Override
      public void replace(List<Rule> rules) throws InterruptedException {
        domain.sharedRules().put(rules);
      }
    };
  }

  private void listen(Vertx vertx, Function<Vertx, Handler<HttpServerRequest>> handlers)
      throws IOException {
    var options = new WebServerOptions(settings.host(), settings.port(), EventLoops.COUNT);
    port = closers.add(WebServer.start(vertx, options, handlers)).port();
  }

  private void listenForEnvoy(Domain domain) throws IOException {
    var service = new EnvoyRateLimits(domain.checks(), domain.rules()::now);
    try {
      var server = GrpcServer.start(settings.host(), settings.grpcPort(), service);
      closers.add(() -> server.drain(GRPC_DEADLINE));
      grpcPort = server.port();
    } catch (BindException e) {
      throw new IOException(
          e.getMessage() + "; " + RateLimiterSettings.GRPC_PORT + " sets another", e);
    }
  }
}
