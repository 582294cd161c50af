package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.Server;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long a purge takes: from when it is asked for until each of eight nodes has applied it, one
 * after the other.
 *
 * <pre>
 *   core 0                                            the other cores
 *   ┌───────────────────────────────────────────┐     ┌────────────────────────┐
 *   │ control plane ─▸ 4 edges, 2 regional,     │ ◂─▸ │ one purge at a time    │
 *   │            central, shield: each applies  │ ◂─▸ │ Kafka, origin          │
 *   └───────────────────────────────────────────┘     └────────────────────────┘
 * </pre>
 *
 * <p>All nodes are in one process on one core, with real HTTP between them: distance is not in the
 * figure. What 200 nodes and 140 ms between regions add is told by {@code
 * dev.whiteboard.cdn.simulation}.
 *
 * <p>Verified for each purge: all edges had the object before, and behind it the origin is asked
 * again.
 *
 * <p>{@code ./whiteboard bench purge}
 */
public final class PurgeRig {
  private static final RigOptions.Presets PRESETS =
      new RigOptions.Presets(10, 3, 90, "-Xmx512m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders");
  private static final IntRange PURGES = new IntRange(1, 100_000);
  private static final int USUAL = 300;
  private static final int USUAL_QUICK = 100;
  private static final int BYTES = 1_024;

  private final int purges;
  private final RigOptions options;
  private int next;

  /**
   * With these options.
   *
   * @param purges of a round
   */
  PurgeRig(int purges, RigOptions options) {
    this.purges = purges;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("purge", arguments, PRESETS, (settings, options) -> read(settings, options)::run);
  }

  private static PurgeRig read(Settings settings, RigOptions options) {
    var usual = options.quick() ? USUAL_QUICK : USUAL;
    return new PurgeRig(
        settings.integer("PURGES", usual, PURGES, "how many a round, and before the first"),
        options);
  }

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or a purge does not do what it should
   */
  JsonObject run(Findings findings) throws IOException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    System.out.println(cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start(EnumSet.of(Server.KAFKA)));
      var origin = closers.add(RigOrigin.start());
      var world = closers.add(CdnWorldNode.start(stack, cores, options.nodeJvm(), origin.url()));
      var _ = round(world, origin);
      var rounds = new ArrayList<Latency>();
      for (var i = 1; i <= options.rounds(); i++) {
        rounds.add(round(world, origin));
        System.out.printf("round %d  %d purges  %s%n", i, purges, rounds.getLast());
      }
      findings.figure(Quantity.PURGE_P50, rounds, round -> round.p50() / 1e3);
      findings.figure(Quantity.PURGE_P99, rounds, round -> round.p99() / 1e3);
      return new JsonObject()
          .put("cores", cores.inWords())
          .put("nodes", CdnWorldNode.NODES)
          .put("purgesOfRound", purges)
          .put("nodeJvm", String.join(" ", options.nodeJvm()))
          .put("rounds", new JsonArray(rounds.stream().map(Latency::toJson).toList()));
    }
  }

  private Latency round(CdnWorldNode world, RigOrigin origin) throws IOException {
    var micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    for (var i = 0; i < purges; i++) {
      var path = "/" + BYTES + "/" + next++;
      world.fill(path, BYTES);
      var askedBefore = origin.asked();
      micros.recordValue(world.purge(path).toNanos() / 1_000);
      world.fill(path, BYTES);
      if (origin.asked() == askedBefore) {
        throw new IOException(path + " is given out as if it had not been purged");
      }
    }
    return Latency.of(micros);
  }
}
