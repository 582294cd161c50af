package dev.whiteboard.bench.rig;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * <p>Whatever is not installed stays out. Each answers a request before the load and one behind it,
 * which are compared byte by byte; and the origin must not have been asked meanwhile.
 *
 * <p>{@code ./whiteboard bench edge-hit}
 */
public final class EdgeHitRig {
  private static final int KILOBYTE = 1_024;
  private static final List<Integer> SIZES = List.of(KILOBYTE, 100 * KILOBYTE);

  /** They compile nothing while they run. */
  private static final Duration PEER_WARMUP = Duration.ofSeconds(1);

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final boolean wrkWanted;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param wrkWanted whether wrk makes the load, where it is installed
   */
  EdgeHitRig(boolean wrkWanted, RigOptions options) {
    this.wrkWanted = wrkWanted;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run(EdgeHitRig.class, arguments, (settings, options) -> read(settings, options)::run);
  }

  private static EdgeHitRig read(Settings settings, RigOptions options) {
    return new EdgeHitRig(
        settings.text("LOAD", "wrk", "wrk, or own for a client of our own").equals("wrk"), options);
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
   * @return what was measured
   * @throws IOException where something does not start, or does not come out as it should
   */
  JsonObject run() throws IOException {
    var machine = Machine.read();
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s%n%s", machine.inWords(), cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start(EnumSet.noneOf(Server.class)));
      var origin = closers.add(RigOrigin.start());
      var peers = peers(stack, cores, origin, closers);
      var edge = closers.add(EdgeNode.start(stack, cores, options.nodeJvm(), origin.url()));
      var caches = new ArrayList<>(peers.stream().map(Cache::of).toList());
      caches.add(new Cache("edge", edge.url(), edge.process(), options.warmup()));
      var versions = new JsonObject();
      peers.forEach(peer -> versions.put(peer.name(), peer.version()));
      var result =
          new JsonObject()
              .put("machine", machine.toJson())
              .put("cores", cores.inWords())
              .put("connections", options.connections())
              .put("nodeJvm", String.join(" ", options.nodeJvm()))
              .put("versions", versions);
      for (var size : SIZES) {
        result.put(size + "Bytes", measure(size, stack, origin, caches));
      }
      return result.put("edgeResidentMegabytes", Math.round(edge.process().residentMegabytes()));
    }
  }

  private static List<Peer> peers(RigStack stack, Cores cores, RigOrigin origin, Closers closers)
      throws IOException {
    var peers = new ArrayList<Peer>();
    NginxPeer.caching(stack, cores, origin.url())
        .ifPresentOrElse(peers::add, () -> say("NGINX is not installed"));
    VarnishPeer.caching(stack, cores, origin.url())
        .ifPresentOrElse(peers::add, () -> say("Varnish is not installed"));
    TrafficServerPeer.caching(stack, cores, origin.url())
        .ifPresentOrElse(peers::add, () -> say("Traffic Server is not installed"));
    peers.forEach(closers::add);
    return peers;
  }

  private JsonObject measure(int size, RigStack stack, RigOrigin origin, List<Cache> caches)
      throws IOException {
    var load = load(stack, "/" + size);
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
    if (origin.asked() != askedBefore) {
      throw new IOException(
          "the origin was asked %d times".formatted(origin.asked() - askedBefore));
    }
    return report(size, load, rounds);
  }

  private LoadGenerator load(RigStack stack, String path) throws IOException {
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
    var edge = Rounds.perSecond(rounds.getOrDefault("edge", List.of())).median();
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
