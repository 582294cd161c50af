package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.Zipf;
import dev.whiteboard.bench.result.CurveId;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Redirects a second of one node on one core, beside NGINX on the same core, in turns.
 *
 * <pre>
 *   core 0                                     the other cores
 *   ┌──────────────────────────────────┐       ┌──────────────────────────────────────────┐
 *   │ NGINX: return 302, always        │ ◂───▸ │ wrk, or a client of our own              │
 *   ├ in turns ────────────────────────┤       │   64 connections, keep-alive, codes      │
 *   │ node: memory ─▸ 302              │ ◂───▸ │   by Zipf over a million links           │
 *   │         └─▸ click ─▸ Kafka       │ ◂───▸ │ Kafka (in the rig), PostgreSQL, Redis    │
 *   │ visit counter ─▸ PostgreSQL      │       └──────────────────────────────────────────┘
 *   └──────────────────────────────────┘
 * </pre>
 *
 * <p>NGINX does the least there is to do; the node also looks the link up and counts the visit, and
 * the counting is on its core. NGINX's turn begins when all visits before it are counted.
 *
 * <p>First in a closed loop: the most that there is. Then at fixed rates, one above the other, with
 * time counted from when a request was due, until the 99th percentile is above 100 ms.
 *
 * <p>{@code ./whiteboard bench redirects}
 */
public final class RedirectRig {
  /** The most that two requests of the bulk API take. */
  private static final IntRange LINKS = new IntRange(1, 2_000_000);

  private static final int LINKS_USUAL = 1_000_000;
  private static final int LINKS_QUICK = 20_000;

  /** Requests drawn ahead: at 50,000 a second they come again after 5 s. */
  private static final int DRAWS = 1 << 18;

  private static final long SEED = 42;

  /** Links followed one by one, to see that each leads where it should. */
  private static final int SAMPLE = 500;

  private static final int BULK_STREAMS = 2;

  private static final Knee.Names LADDER =
      new Knee.Names(
          Optional.of(Quantity.REDIRECTS_CAPACITY),
          Quantity.REDIRECTS_P99,
          CurveId.REDIRECTS_LATENCY);

  /** It compiles nothing while it runs. */
  private static final Duration NGINX_WARMUP = Duration.ofSeconds(1);

  private final int links;
  private final boolean wrkWanted;
  private final List<Integer> rates;
  private final RigOptions options;

  /** Requests of the load that the node answered, and how many more it may have. */
  private long answered;

  private long cutOffMax;

  /**
   * With these options.
   *
   * @param links how many there are
   * @param wrkWanted whether wrk makes the closed loop's load, where it is installed
   * @param rates of the ladder; empty for parts of what the closed loop reached
   */
  RedirectRig(int links, boolean wrkWanted, List<Integer> rates, RigOptions options) {
    this.links = links;
    this.wrkWanted = wrkWanted;
    this.rates = rates;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("redirects", arguments, (settings, options) -> read(settings, options)::run);
  }

  private static RedirectRig read(Settings settings, RigOptions options) {
    var usual = options.quick() ? LINKS_QUICK : LINKS_USUAL;
    return new RedirectRig(
        settings.integer("LINKS", usual, LINKS, "how many links there are"),
        settings.text("LOAD", "wrk", "wrk, or own for a client of our own").equals("wrk"),
        Ladder.rates(settings),
        options);
  }

  /** What runs. */
  private record Bench(
      RigStack stack,
      ShortenerNode node,
      Optional<Peer> nginx,
      LoadGenerator load,
      IntFunction<LoadGenerator> atRate,
      VisitCount visits) {}

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or does not come out as it should
   */
  JsonObject run(Findings findings) throws IOException, TimeoutException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s", cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start());
      var node =
          closers.add(ShortenerNode.start(stack, cores, options.nodeJvm(), 2 * links + 1_000));
      var codes = makeLinks(node);
      var nginx = NginxPeer.redirecting(stack, cores, BulkClient.location(0));
      nginx.ifPresentOrElse(closers::add, () -> findings.notInstalled("NGINX"));
      var database =
          closers.add(
              Database.open(DatabaseUrl.parse(stack.addresses().databaseUrl()), "shortener", 2));
      var paths = paths(codes);
      var requests = paths.stream().map(HttpText::get).toArray(byte[][]::new);
      var load = load(stack, paths, requests, findings);
      IntFunction<LoadGenerator> atRate =
          rate -> new HttpOpenLoad(requests, options.connections(), rate, 302);
      var bench = new Bench(stack, node, nginx, load, atRate, new VisitCount(node, database));
      return new JsonObject()
          .put("cores", cores.inWords())
          .put("links", links)
          .put("connections", options.connections())
          .put("nodeJvm", String.join(" ", options.nodeJvm()))
          .put("load", bench.load.name())
          .mergeIn(measure(bench, codes, findings));
    }
  }

  /** By the bulk API, and so into memory as well: a node keeps what it made. */
  private List<String> makeLinks(ShortenerNode node) throws IOException, TimeoutException {
    var startNanos = System.nanoTime();
    try (var bulk = new BulkClient(node.url(), node.newKey())) {
      var codes = bulk.make(links, Math.min(BULK_STREAMS, links));
      say("%,d links made by the bulk API in %.1f s", links, secondsSince(startNanos));
      return codes;
    }
  }

  private List<String> paths(List<String> codes) {
    var draws = new Zipf(links, Zipf.EXPONENT_WEB).draws(DRAWS, SEED);
    return Arrays.stream(draws).mapToObj(draw -> "/" + codes.get(draw)).toList();
  }

  private LoadGenerator load(
      RigStack stack, List<String> paths, byte[][] requests, Findings findings) throws IOException {
    if (wrkWanted && Wrk.isInstalled()) {
      return Wrk.of(stack, paths, options.connections(), HttpText.USER_AGENT);
    }
    if (wrkWanted) {
      findings.notInstalled("wrk");
    }
    return new OwnLoad(requests, options.connections(), 302);
  }

  private JsonObject measure(Bench bench, List<String> codes, Findings findings)
      throws IOException {
    follow(bench, codes);
    if (bench.nginx.isPresent()) {
      var _ = bench.load.run(bench.nginx.get().url(), NGINX_WARMUP);
    }
    var _ = nodeRound(bench, bench.load, options.warmup());
    var missesBefore = misses(bench.node);
    var nginxRounds = new ArrayList<Round>();
    var nodeRounds = new ArrayList<Round>();
    for (var i = 1; i <= options.rounds(); i++) {
      if (bench.nginx.isPresent()) {
        var nginx = bench.nginx.get();
        nginxRounds.add(Round.run(bench.load, nginx.url(), nginx.process(), options.round()));
        say("round %d  NGINX %s", i, nginxRounds.getLast());
      }
      nodeRounds.add(nodeRound(bench, bench.load, options.round()));
      say("round %d  node  %s", i, nodeRounds.getLast());
    }
    var reached = Rounds.perSecond(nodeRounds).median();
    var found = climb(bench, reached, findings);
    var misses = misses(bench.node) - missesBefore;
    follow(bench, codes);
    var visits = verifyVisits(bench);
    findings.figure(Quantity.REDIRECTS_THROUGHPUT, nodeRounds, Round::perSecond);
    findings.figure(Quantity.REDIRECTS_CPU, nodeRounds, Round::cpuMicrosEach);
    return report(bench, nginxRounds, nodeRounds)
        .put("openLoop", found.toJson())
        .put("memoryMisses", misses)
        .put("visits", visits);
  }

  /** The same requests at fixed rates, up to beyond what the closed loop reached. */
  private Knee.Found<Round> climb(Bench bench, double reached, Findings findings)
      throws IOException {
    var knee = Knee.of(HttpOpenLoad.ladder(options.rounds()));
    Ladder.Attempt<Round> attempt =
        rate -> {
          var round = nodeRound(bench, bench.atRate.apply(rate), options.round());
          say("%,7d/s due  node  %s", rate, round);
          return round;
        };
    var climbed = rates.isEmpty() ? Ladder.upTo(reached, options.quick()) : rates;
    var _ = attempt.run(climbed.getFirst()); // the client is new
    var found = knee.find(climbed, attempt);
    knee.tell(found, LADDER, findings);
    return found;
  }

  private Round nodeRound(Bench bench, LoadGenerator load, Duration time) throws IOException {
    var round = Round.run(load, bench.node.url(), bench.node.process(), time);
    answered += round.load().answered();
    cutOffMax += load.cutOffMax() + round.load().errors();
    return round;
  }

  /** Follows links, chosen at random, and looks where they lead. */
  private void follow(Bench bench, List<String> codes) throws IOException {
    var random = new SplittableRandom(SEED);
    for (var i = 0; i < SAMPLE; i++) {
      var number = random.nextInt(links);
      var location = bench.node.location(codes.get(number));
      if (!location.equals(Optional.of(BulkClient.location(number)))) {
        throw new IOException("/" + codes.get(number) + " leads to " + location);
      }
    }
    answered += SAMPLE;
  }

  /**
   * Links that Redis was asked for; memory's own count has /metrics in it, which looks like one.
   */
  private static long misses(ShortenerNode node) throws IOException {
    return node.metric("shortener_cache_requests_total", "tier=\"redis\"");
  }

  /** Visits in PostgreSQL against what the load was answered: more by what was cut off, at most. */
  private JsonObject verifyVisits(Bench bench) throws IOException {
    var took = countVisits(bench);
    say("all visits counted by another node in %.1f s", took.toMillis() / 1e3);
    var counted = bench.visits.counted();
    say(
        "%,d answers read; %,d visits in PostgreSQL; up to %,d may have been cut off",
        answered, counted, cutOffMax);
    if (counted < answered || counted > answered + cutOffMax) {
      throw new IOException("visits do not add up: %d, %d".formatted(counted, answered));
    }
    return new JsonObject()
        .put("answersRead", answered)
        .put("redirectsByTheNode", bench.visits.redirected())
        .put("countedInPostgres", counted)
        .put("cutOffMax", cutOffMax);
  }

  private static Duration countVisits(Bench bench) throws IOException {
    try (var _ = ShortenerNode.startCounting(bench.stack)) {
      return bench.visits.awaitAllCounted();
    }
  }

  private JsonObject report(Bench bench, List<Round> nginxRounds, List<Round> nodeRounds) {
    var node = Rounds.perSecond(nodeRounds);
    var residentMegabytes = bench.node.process().residentMegabytes();
    var report =
        new JsonObject()
            .put("nodeResidentMegabytes", Math.round(residentMegabytes))
            .put("nodePerSecond", node.toJson())
            .put("node", toJson(nodeRounds));
    say("node:  %s redirects/s; %.0f MB resident", node, residentMegabytes);
    if (!nginxRounds.isEmpty()) {
      var nginx = Rounds.perSecond(nginxRounds);
      var ratio = node.median() / nginx.median();
      say("NGINX: %s redirects/s; the node has %.2f of that", nginx, ratio);
      report
          .put("nginxVersion", bench.nginx.orElseThrow().version())
          .put("nginxPerSecond", nginx.toJson())
          .put("nginx", toJson(nginxRounds))
          .put("ratio", ratio);
    }
    return report;
  }

  private static JsonArray toJson(List<Round> rounds) {
    return new JsonArray(rounds.stream().map(Round::toJson).toList());
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
