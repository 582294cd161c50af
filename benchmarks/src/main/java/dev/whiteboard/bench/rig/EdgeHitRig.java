package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.CurveId;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.Server;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hits a second of one edge on one core, of 1 KB and of 100 KB, beside the caches that are in use
 * elsewhere, on the same core, in turns.
 *
 * <pre>
 *   core 0                                      the other cores
 *   ┌───────────────────────────────────┐       ┌─────────────────────────────┐
 *   │ NGINX: proxy_cache                │ ◂───▸ │ wrk, or a client of our own │
 *   ├ in turns ─────────────────────────┤       │   64 connections            │
 *   │ Varnish, Traffic Server: memory   │ ◂───▸ │                             │
 *   ├ in turns ─────────────────────────┤       │ origin: asked once by each, │
 *   │ edge: rules, memory, analytics    │ ◂───▸ │ for each of the two         │
 *   └───────────────────────────────────┘       └─────────────────────────────┘
 * </pre>
 *
 * <p>Then the edge alone, at fixed rates, until the 99th percentile is above 100 ms.
 *
 * <p>Whatever is not installed stays out. Each answers a request before the load and one behind it,
 * which are compared byte by byte; and the origin must not have been asked meanwhile.
 *
 * <p>{@code ./whiteboard bench edge-hit}
 */
public final class EdgeHitRig {
  private static final String EDGE = "edge";
  private static final int KILOBYTE = 1_024;
  private static final List<Integer> SIZES = List.of(KILOBYTE, 100 * KILOBYTE);

  /** They compile nothing while they run. */
  private static final Duration PEER_WARMUP = Duration.ofSeconds(1);

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private static final Knee.Names LADDER =
      new Knee.Names(Optional.empty(), Quantity.EDGE_HIT_P99, CurveId.EDGE_HIT_LATENCY);

  private final boolean wrkWanted;
  private final List<Integer> rates;
  private final RigOptions options;

  /** Hits a second of the edge in the closed loop, by size. */
  private final Map<Integer, Double> reached = new HashMap<>();

  /**
   * With these options.
   *
   * @param wrkWanted whether wrk makes the load, where it is installed
   * @param rates of the ladder; empty for parts of what the closed loop reached
   */
  EdgeHitRig(boolean wrkWanted, List<Integer> rates, RigOptions options) {
    this.wrkWanted = wrkWanted;
    this.rates = rates;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("edge-hit", arguments, (settings, options) -> read(settings, options)::run);
  }

  private static EdgeHitRig read(Settings settings, RigOptions options) {
    return new EdgeHitRig(
        settings.text("LOAD", "wrk", "wrk, or own for a client of our own").equals("wrk"),
        Ladder.rates(settings),
        options);
  }

  /** Who answers. */
  private record Cache(String name, URI url, ChildProcess process, Duration warmup) {
    static Cache of(Peer peer) {
      return new Cache(peer.name(), peer.url(), peer.process(), PEER_WARMUP);
    }
  }

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or does not come out as it should
   */
  JsonObject run(Findings findings) throws IOException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s", cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start(EnumSet.noneOf(Server.class)));
      var origin = closers.add(RigOrigin.start());
      var peers = peers(new Beside(stack, cores, origin.url()), closers, findings);
      var edge = closers.add(EdgeNode.start(stack, cores, options.nodeJvm(), origin.url()));
      var caches = new ArrayList<>(peers.stream().map(Cache::of).toList());
      caches.add(new Cache(EDGE, edge.url(), edge.process(), options.warmup()));
      var versions = new JsonObject();
      peers.forEach(peer -> versions.put(peer.name(), peer.version()));
      var result =
          new JsonObject()
              .put("cores", cores.inWords())
              .put("connections", options.connections())
              .put("nodeJvm", String.join(" ", options.nodeJvm()))
              .put("versions", versions);
      for (var size : SIZES) {
        result.put(size + "Bytes", measure(size, load(stack, size), origin, caches, findings));
      }
      if (wrkWanted && !Wrk.isInstalled()) {
        findings.notInstalled("wrk");
      }
      result.put("openLoop", climb(caches.getLast(), origin, findings).toJson());
      return result.put("edgeResidentMegabytes", Math.round(edge.process().residentMegabytes()));
    }
  }

  /** Where a peer is started, and before what. */
  private record Beside(RigStack stack, Cores cores, URI origin) {}

  private static List<Peer> peers(Beside at, Closers closers, Findings findings)
      throws IOException {
    var peers = new ArrayList<Peer>();
    NginxPeer.caching(at.stack, at.cores, at.origin)
        .ifPresentOrElse(
            peers::add, () -> findings.notInstalled(NginxPeer.NAME, Quantity.EDGE_HIT_NGINX_1K));
    VarnishPeer.caching(at.stack, at.cores, at.origin)
        .ifPresentOrElse(peers::add, () -> findings.notInstalled("Varnish"));
    TrafficServerPeer.caching(at.stack, at.cores, at.origin)
        .ifPresentOrElse(peers::add, () -> findings.notInstalled("Traffic Server"));
    peers.forEach(closers::add);
    return peers;
  }

  private JsonObject measure(
      int size, LoadGenerator load, RigOrigin origin, List<Cache> caches, Findings findings)
      throws IOException {
    for (var cache : caches) {
      verify(cache, size);
      var _ = load.run(cache.url, cache.warmup);
    }
    var askedBefore = origin.asked();
    var rounds = new LinkedHashMap<String, List<Round>>();
    for (var i = 1; i <= options.rounds(); i++) {
      for (var cache : caches) {
        var round = Round.run(load, cache.url, cache.process, options.round());
        rounds.computeIfAbsent(cache.name, _ -> new ArrayList<>()).add(round);
        say("%,d bytes  round %d  %-14s %s", size, i, cache.name, round);
      }
    }
    for (var cache : caches) {
      verify(cache, size);
    }
    requireNotAsked(origin, askedBefore);
    findings.figure(
        size == KILOBYTE ? Quantity.EDGE_HIT_1K : Quantity.EDGE_HIT_100K,
        rounds.getOrDefault(EDGE, List.of()),
        Round::perSecond);
    var nginx = rounds.getOrDefault(NginxPeer.NAME, List.of());
    if (size == KILOBYTE && !nginx.isEmpty()) {
      findings.figure(Quantity.EDGE_HIT_NGINX_1K, nginx, Round::perSecond);
    }
    reached.put(size, Rounds.perSecond(rounds.getOrDefault(EDGE, List.of())).median());
    return report(size, load, rounds);
  }

  /**
   * The edge alone, 1 KB, at fixed rates. Where it has so much to do that it does not hear from its
   * control plane for 3 s, it asks the origin whether what it has is still good: beyond the knee
   * the origin may be asked.
   */
  private Knee.Found<Round> climb(Cache edge, RigOrigin origin, Findings findings)
      throws IOException {
    var knee = Knee.of(HttpOpenLoad.ladder(options.rounds()));
    var requests = new byte[][] {HttpText.get("/" + KILOBYTE)};
    Ladder.Attempt<Round> unchecked =
        rate -> {
          var load = new HttpOpenLoad(requests, options.connections(), rate, 200);
          var round = Round.run(load, edge.url, edge.process, options.round());
          say("%,7d/s due  %s", rate, round);
          return round;
        };
    Ladder.Attempt<Round> attempt =
        rate -> {
          var askedBefore = origin.asked();
          var round = unchecked.run(rate);
          if (round.latency().p99() <= Ladder.CAPACITY_P99_MICROS_MAX
              && round.load().errors() == 0) {
            requireNotAsked(origin, askedBefore);
          }
          return round;
        };
    var climbed =
        rates.isEmpty() ? Ladder.upTo(reached.getOrDefault(KILOBYTE, 1.0), options.quick()) : rates;
    var _ = unchecked.run(climbed.getFirst()); // the client is new, the edge was busy until now
    var found = knee.find(climbed, attempt);
    verify(edge, KILOBYTE);
    knee.tell(found, LADDER, findings);
    return found;
  }

  private static void requireNotAsked(RigOrigin origin, long askedBefore) throws IOException {
    if (origin.asked() != askedBefore) {
      throw new IOException(
          "the origin was asked %d times".formatted(origin.asked() - askedBefore));
    }
  }

  private LoadGenerator load(RigStack stack, int size) throws IOException {
    var path = "/" + size;
    return wrkWanted && Wrk.isInstalled()
        ? Wrk.of(stack, List.of(path), options.connections(), HttpText.USER_AGENT)
        : new OwnLoad(new byte[][] {HttpText.get(path)}, options.connections(), 200);
  }

  private static void verify(Cache cache, int size) throws IOException {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(cache.url.resolve("/" + size)).timeout(ANSWER_MAX);
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200 || !Arrays.equals(answer.body(), RigOrigin.body(size))) {
        throw new IOException(
            "%s answers %d with %d bytes"
                .formatted(cache.name, answer.statusCode(), answer.body().length));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonObject report(int size, LoadGenerator load, Map<String, List<Round>> rounds) {
    var report = new JsonObject().put("load", load.name());
    var edge = Rounds.perSecond(rounds.getOrDefault(EDGE, List.of())).median();
    say("%n| %,d bytes | hits/s: median (lowest to highest) | edge has |%n|---|---|---|", size);
    rounds.forEach((name, all) -> {
      var perSecond = Rounds.perSecond(all);
      var ratio = edge / perSecond.median();
      say("| %s | %s | %.2f |", name, perSecond, ratio);
      report.put(name, Rounds.toJson(all).put("edgeHas", ratio));
    });
    say("");
    return report;
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
