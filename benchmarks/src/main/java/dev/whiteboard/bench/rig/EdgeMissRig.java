package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.stack.Server;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;

/**
 * Misses a second of one edge on one core: each request is for another key, so each goes to the
 * origin, and what comes is kept.
 *
 * <pre>
 *   core 0                              the other cores
 *   ┌────────────────────────────┐      ┌──────────────────────────────────────┐
 *   │ edge: rules, no entry ─▸   │ ◂──▸ │ a client of our own: 64 connections, │
 *   │   origin ─▸ kept, answered │      │   /1024/1, /1024/2, /1024/3, ...     │
 *   │                            │ ◂──▸ │ origin: 1 KB, from memory            │
 *   └────────────────────────────┘      └──────────────────────────────────────┘
 * </pre>
 *
 * <p>The origin and the load share what is left of the machine: on two cores they may have less
 * than they need, and each round says how busy they were.
 *
 * <p>Verified: the origin was asked as often as the load was answered; and what was a miss is a hit
 * the next time, byte by byte.
 *
 * <p>{@code ./whiteboard bench edge-miss}
 */
public final class EdgeMissRig {
  private static final RigOptions.Presets PRESETS =
      new RigOptions.Presets(10, 5, 30, RigOptions.PRESETS.nodeJvm());
  private static final int BYTES = 1_024;

  private final RigOptions options;

  /** With these options. */
  EdgeMissRig(RigOptions options) {
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("edge-miss", arguments, PRESETS, (_, options) -> new EdgeMissRig(options)::run);
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
    System.out.println(cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start(EnumSet.noneOf(Server.class)));
      var origin = closers.add(RigOrigin.start());
      var edge = closers.add(EdgeNode.start(stack, cores, options.nodeJvm(), origin.url()));
      requireKept(edge, origin);
      return new JsonObject()
          .put("cores", cores.inWords())
          .put("connections", options.connections())
          .put("bytes", BYTES)
          .put("nodeJvm", String.join(" ", options.nodeJvm()))
          .mergeIn(measure(edge, origin, findings));
    }
  }

  /** A key that was never asked for is the origin's, and the edge's from then on. */
  private static void requireKept(EdgeNode edge, RigOrigin origin) throws IOException {
    var before = origin.asked();
    try (var caller = new HttpCaller(edge.url())) {
      caller.requireBody(path("kept"), BYTES);
      caller.requireBody(path("kept"), BYTES);
    }
    if (origin.asked() != before + 1) {
      throw new IOException("what was a miss is not kept");
    }
  }

  private static String path(Object key) {
    return "/" + BYTES + "/" + key;
  }

  private JsonObject measure(EdgeNode edge, RigOrigin origin, Findings findings)
      throws IOException {
    var load = new OwnLoad(number -> HttpText.get(path(number)), options.connections(), 200);
    var _ = load.run(edge.url(), options.warmup());
    var rounds = new ArrayList<Round>();
    for (var i = 1; i <= options.rounds(); i++) {
      var askedBefore = origin.asked();
      var round = Round.run(load, edge.url(), edge.process(), options.round());
      requireAllMissed(round.load(), origin.asked() - askedBefore);
      rounds.add(round);
      System.out.printf("round %d  %s%n", i, round);
    }
    findings.figure(Quantity.EDGE_MISS_THROUGHPUT, rounds, Round::perSecond);
    return Rounds.toJson(rounds).put("load", load.name());
  }

  private static void requireAllMissed(LoadResult load, long asked) throws IOException {
    if (load.errors() > 0 || asked != load.answered()) {
      throw new IOException(
          "%d answers and %d errors, and the origin was asked %d times"
              .formatted(load.answered(), load.errors(), asked));
    }
  }
}
