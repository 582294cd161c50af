package dev.whiteboard.shortener;

import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.Pages;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.run.ServiceDefinition.Start;
import dev.whiteboard.kit.run.ServiceMain;
import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.click.ClickMeters;
import dev.whiteboard.shortener.click.KafkaClicks;
import dev.whiteboard.shortener.click.PostgresVisits;
import dev.whiteboard.shortener.click.VisitCounter;
import dev.whiteboard.shortener.click.VisitFold;
import dev.whiteboard.shortener.http.BulkApi;
import dev.whiteboard.shortener.http.Callers;
import dev.whiteboard.shortener.http.ClickRecorder.Senses;
import dev.whiteboard.shortener.http.CreationLimits;
import dev.whiteboard.shortener.http.ErrorPages;
import dev.whiteboard.shortener.http.EventLoopClicks;
import dev.whiteboard.shortener.http.KeyApi;
import dev.whiteboard.shortener.http.LinkApi;
import dev.whiteboard.shortener.http.LinkJson;
import dev.whiteboard.shortener.http.ListApi;
import dev.whiteboard.shortener.http.OwnedLinks;
import dev.whiteboard.shortener.http.OwnerApi;
import dev.whiteboard.shortener.http.PreviewPage;
import dev.whiteboard.shortener.http.PublicLinks;
import dev.whiteboard.shortener.http.QrApi;
import dev.whiteboard.shortener.http.RedirectMeters;
import dev.whiteboard.shortener.http.RedirectRoute;
import dev.whiteboard.shortener.http.StatsApi;
import dev.whiteboard.shortener.http.UnknownCodes;
import dev.whiteboard.shortener.link.TargetUrl;
import dev.whiteboard.shortener.news.LinkNews;
import dev.whiteboard.shortener.news.NewLinks;
import dev.whiteboard.shortener.news.RedisCorrections;
import dev.whiteboard.shortener.visitor.UserAgents;
import dev.whiteboard.shortener.visitor.Visitors;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One node of the URL shortener: what it is made of, and in which order that starts and ends. */
public final class ShortenerService implements RunningService {
  /** As in {@code ./whiteboard up url-shortener}. */
  public static final String NAME = "url-shortener";

  /** Requests that may be at PostgreSQL, or wait for it, at once. */
  private static final int BLOCKING_CALLS_MAX = 512;

  private static final List<String> PAGE_FILES =
      List.of(
          "shortener.css",
          "shortener.js",
          "api.js",
          "bars.js",
          "chart.js",
          "details.js",
          "edit.js",
          "filter.js",
          "form.js",
          "http.js",
          "item.js",
          "links.js",
          "live.js",
          "moment.js",
          "page.js",
          "qr.js",
          "source.js",
          "store.js",
          "terms.js");

  private static final Duration OLD_FORGOTTEN_EVERY = Duration.ofMinutes(10);

  /** Redis holds an old version for no longer than this once it is back. */
  private static final Duration REDIS_CORRECTED_EVERY = Duration.ofMillis(500);

  private static final Duration FILTER_LOOKED_AT_EVERY = Duration.ofMillis(500);

  private final ShortenerSettings settings;
  private final InstantSource clock = InstantSource.system();
  private final Closers closers = new Closers();
  private volatile int port;

  private ShortenerService(ShortenerSettings settings) {
    this.settings = settings;
  }

  /** Runs one node in a process of its own. */
  public static void main(String[] arguments) {
    ServiceMain.run(List.of(arguments), ShortenerService::read);
  }

  /** Reads the settings; starts nothing yet. */
  public static Start read(Settings settings) {
    var own = ShortenerSettings.read(settings);
    return () -> start(own);
  }

  /**
   * Starts one node.
   *
   * @throws Exception where PostgreSQL or the port can't be had; nothing is left open then
   */
  public static ShortenerService start(ShortenerSettings settings) throws Exception {
    return RunningService.open(new ShortenerService(settings), ShortenerService::open);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI url() {
    return settings.publicUrl().orElseGet(() -> URI.create("http://localhost:" + port));
  }

  @Override
  public void close() {
    closers.close();
  }

  private void open() throws IOException, InterruptedException {
    var metrics = closers.add(new Metrics());
    var stores = Stores.open(settings, closers);
    stores.watch(metrics.registry());
    var threads = closers.add(new VirtualThreads(BLOCKING_CALLS_MAX));
    var domain = Domain.create(settings, stores, threads, BLOCKING_CALLS_MAX, metrics.registry());
    closers.add(() -> domain.news().forAll(LinkNews::close));
    for (var news : domain.news().all()) {
      news.listen(domain.lookup());
    }
    closers.add(domain.creation());
    var kafkaClicks = openClicks(stores, domain, metrics);
    var addresses = new ClientAddress(settings.trustedProxies());
    var senses = senses(domain, addresses);
    var vertx = closers.add(EventLoops.open(metrics.registry())).vertx();
    var clicks =
        closers.add(new EventLoopClicks(senses, new SecureRandom()::nextLong, kafkaClicks::accept));
    var facets = new Facets(metrics, closers.add(stores.health()), pages(), threads);

    listen(vertx, handlers(domain, facets, clicks, addresses));
    keepHouse(domain);
  }

  private KafkaClicks openClicks(Stores stores, Domain domain, Metrics metrics) {
    var topic = stores.clickTopic();
    var meters = new ClickMeters(metrics.registry());
    var spool = settings.clicks().openSpool();
    meters.watch(spool);
    if (settings.clicks().counted()) {
      countVisits(topic, domain, meters);
    }
    return closers.add(new KafkaClicks(topic, spool, meters, clock));
  }

  /** Each shard has a counter: one that is away holds up no other's visits. */
  private void countVisits(KafkaTopic topic, Domain domain, ClickMeters meters) {
    var userAgents = new UserAgents(domain.crawlers());
    var visits = domain.visits();
    var counters = new ArrayList<VisitCounter>();
    for (var each : visits.all()) {
      var shard = counters.size();
      Supplier<VisitFold> empty =
          () -> new VisitFold(userAgents, code -> visits.number(code) == shard);
      counters.add(new VisitCounter(topic, shard, each, empty, meters));
    }
    closers.add(() -> Shards.inOrder(counters).forAll(VisitCounter::close));
  }

  private Senses senses(Domain domain, ClientAddress addresses) {
    domain.salts().refresh(clock.instant());
    return new Senses(addresses, new Visitors(domain.salts()), settings.clicks().openCountries());
  }

  /** Redirects first; what is none goes to the router. */
  private Function<Vertx, Handler<HttpServerRequest>> handlers(
      Domain domain, Facets facets, EventLoopClicks clicks, ClientAddress addresses) {
    var json = new LinkJson(this::url);
    var errors = new ErrorPages();
    var callers = new Callers(domain.keys(), addresses, settings.adminKey().map(TokenHash::of));
    var linkParts = linkParts(domain, callers, json, addresses, facets.metrics());
    var links = new LinkApi(linkParts);
    var bulk = new BulkApi(linkParts);
    var owned = new OwnedLinks(callers, domain.boundedLinks());
    var owner = new OwnerApi(ownerParts(domain, owned, json));
    var list = new ListApi(callers, domain.list(), domain.visits(), json);
    var stats = new StatsApi(owned, domain.visits(), domain.stats(), clock);
    var unknownCodes = new UnknownCodes(domain.limits().unknownCodes(), addresses);
    var anybodys = new PublicLinks(domain.boundedLinks(), unknownCodes);
    var qr = new QrApi(anybodys, json, errors);
    var keys = new KeyApi(callers, domain.keys());
    var preview = new PreviewPage(anybodys, json, errors, clock);
    var redirects =
        new RedirectRoute.Parts(
            domain.lookup(),
            domain.budgets(),
            domain.crawlers(),
            facets.threads(),
            new RedirectMeters(facets.metrics().registry()),
            errors,
            unknownCodes,
            clock);
    return eventLoop -> {
      var routes = ServiceRoutes.create(eventLoop, facets);
      links.mountOn(routes);
      bulk.mountOn(routes);
      owner.mountOn(routes);
      list.mountOn(routes);
      stats.mountOn(routes);
      qr.mountOn(routes);
      keys.mountOn(routes);
      preview.mountOn(routes);
      return new RedirectRoute(
          eventLoop, redirects, clicks.newRecorder(eventLoop), routes.handler());
    };
  }

  private LinkApi.Parts linkParts(
      Domain domain, Callers callers, LinkJson json, ClientAddress addresses, Metrics metrics) {
    return new LinkApi.Parts(
        callers,
        domain.creation(),
        new NewLinks(domain.lookup()),
        domain.tokens(),
        json,
        new CreationLimits(domain.limits(), addresses),
        ownHosts(),
        metrics.createdCounter("shortener_links_created_total", "Links made"),
        clock);
  }

  private OwnerApi.Parts ownerParts(Domain domain, OwnedLinks owned, LinkJson json) {
    return new OwnerApi.Parts(
        owned,
        domain.changes(),
        domain.lookup(),
        code -> domain.corrections().of(code).run(),
        domain.visits(),
        json,
        ownHosts(),
        clock);
  }

  private Set<String> ownHosts() {
    return settings
        .publicUrl()
        .map(URI::getHost)
        .map(TargetUrl::comparable)
        .map(Set::of)
        .orElse(Set.of());
  }

  private static Pages pages() {
    var pages = new Pages().add("/", "pages/shortener/index.html");
    PAGE_FILES.forEach(file -> pages.add("/assets/" + file, "pages/shortener/" + file));
    return pages.add("/openapi.yaml", "openapi/shortener.yaml");
  }

  private void listen(Vertx vertx, Function<Vertx, Handler<HttpServerRequest>> handlers)
      throws IOException {
    var options = new WebServerOptions(settings.host(), settings.port(), EventLoops.COUNT);
    port = closers.add(WebServer.start(vertx, options, handlers)).port();
  }

  private void keepHouse(Domain domain) {
    var house = closers.add(new Housekeeping(2 * domain.links().all().size()));
    house.everyShard(
        REDIS_CORRECTED_EVERY,
        "tell Redis of changes",
        domain.corrections(),
        RedisCorrections::run);
    house.every(FILTER_LOOKED_AT_EVERY, "feed the filter", domain::feedFilter);
    house.everyShard(
        OLD_FORGOTTEN_EVERY,
        "forget old idempotency keys",
        domain.links(),
        links -> links.forgetOldKeys(clock.instant()));
    house.everyShard(
        OLD_FORGOTTEN_EVERY,
        "forget old changes",
        domain.changes(),
        changes -> changes.forgetOld(clock.instant()));
    house.every(
        OLD_FORGOTTEN_EVERY, "forget old salts", () -> domain.salts().refresh(clock.instant()));
    house.everyShard(
        OLD_FORGOTTEN_EVERY,
        "forget old senders",
        domain.visits(),
        PostgresVisits::forgetOldSenders);
  }
}
