package dev.whiteboard.bench;

import dev.whiteboard.bench.rig.ChatDeliveryRig;
import dev.whiteboard.bench.rig.ChatGroupRig;
import dev.whiteboard.bench.rig.ChatIdleRig;
import dev.whiteboard.bench.rig.ChatReconnectRig;
import dev.whiteboard.bench.rig.ChatSendRig;
import dev.whiteboard.bench.rig.CheckRig;
import dev.whiteboard.bench.rig.CreationRig;
import dev.whiteboard.bench.rig.EdgeHitRig;
import dev.whiteboard.bench.rig.EdgeMissRig;
import dev.whiteboard.bench.rig.PurgeRig;
import dev.whiteboard.bench.rig.RedirectRig;
import dev.whiteboard.bench.rig.RedisLimiterRig;
import dev.whiteboard.bench.rig.RespRig;
import dev.whiteboard.bench.rig.RigMain;
import dev.whiteboard.simulation.SimulationsMain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All measurements by their names. */
final class Benches {
  /** Those that give figures, in the order in which a whole run takes them. */
  static final List<Named> ALL =
      List.of(
          jmh("codes", "a short code, by three generators", 50, 6),
          jmh("limiter", "a decision in process, and by several threads", 60, 7),
          jmh("chat-frame", "a chat message as a frame", 20, 3),
          jmh("cache", "a hit in memory", 20, 3),
          jmh("ring", "whose a key is, among 200 nodes", 20, 3),
          rig("redirects", "redirects a second beside NGINX", RedirectRig::main)
              .lasts(540, 44)
              .whole("--seconds=4", "--rounds=3", "--warmup-seconds=45"),
          rig("creations", "links made a second", CreationRig::main)
              .lasts(100, 29)
              .whole("--seconds=5", "--rounds=3", "--warmup-seconds=45"),
          rig("checks", "checks of limits a second, over HTTP", CheckRig::main)
              .lasts(110, 16)
              .whole("--seconds=5", "--rounds=3", "--warmup-seconds=20"),
          rig("limits-in-redis", "decisions by one Redis", RedisLimiterRig::main)
              .lasts(220, 14)
              .whole("--seconds=4", "--rounds=3", "--warmup-seconds=4")
              .quick("--warmup-seconds=1"),
          rig("edge-hit", "an edge beside NGINX, Varnish and Traffic Server", EdgeHitRig::main)
              .lasts(290, 29)
              .whole("--seconds=4", "--rounds=3", "--warmup-seconds=30"),
          rig("edge-miss", "an edge whose every request goes to the origin", EdgeMissRig::main)
              .lasts(75, 10)
              .whole("--seconds=8", "--rounds=3"),
          rig("purge", "a purge, until all nodes have applied it", PurgeRig::main).lasts(25, 20),
          rig("chat-send", "durable sends a second, two orderings", ChatSendRig::main)
              .lasts(130, 22)
              .whole("--only=postgres-many")
              .quick("--only=postgres-many", "--rates=500,1500,3000"),
          rig("chat-delivery", "deliveries a second, by size of group", ChatDeliveryRig::main)
              .lasts(130, 26)
              .whole("--only=5")
              .quick("--only=5", "--rates=1250,2500,5000"),
          rig("chat-group", "a group of 500 over two nodes", ChatGroupRig::main)
              .lasts(110, 30)
              .whole("--rounds=3"),
          rig("chat-idle", "what 20,000 idle connections take", ChatIdleRig::main).lasts(260, 42),
          rig("chat-reconnect", "all clients lose their node at once", ChatReconnectRig::main)
              .lasts(200, 44));

  /** Those that print a table, and are run by their whole names alone. */
  static final List<Named> TABLES =
      List.of(
          rig("resp", "the LRU service beside Redis", RespRig::main),
          rig("hit-ratio", "policies on recorded traces", HitRatio::main),
          rig("rings", "ways to place keys on nodes, in one table", RingTable::main),
          rig("entry-bytes", "what an entry of a cache takes", EntryBytes::main),
          rig("simulate", "beyond one machine, simulated", SimulationsMain::main));

  private Benches() {}

  /** What runs one. */
  @FunctionalInterface
  interface Measurement {
    void run(String... arguments) throws Exception;
  }

  /**
   * What it is told in a run of several, and about how long that takes on two cores.
   *
   * @param arguments beside {@code --quick}
   * @param usual how long, the first time
   */
  record Share(List<String> arguments, Duration usual) {}

  /**
   * A measurement.
   *
   * @param name how it is asked for
   * @param meaning in a few words
   * @param whole for figures that count
   * @param quick for rough ones
   */
  record Named(String name, String meaning, Measurement measurement, Share whole, Share quick) {
    private Named lasts(int wholeSeconds, int quickSeconds) {
      return new Named(
          name,
          meaning,
          measurement,
          new Share(whole.arguments, Duration.ofSeconds(wholeSeconds)),
          new Share(quick.arguments, Duration.ofSeconds(quickSeconds)));
    }

    private Named whole(String... arguments) {
      var share = new Share(List.of(arguments), whole.usual);
      return new Named(name, meaning, measurement, share, quick);
    }

    private Named quick(String... arguments) {
      var share = new Share(List.of(arguments), quick.usual);
      return new Named(name, meaning, measurement, whole, share);
    }

    /** Its share in such a run. */
    Share share(boolean isQuick) {
      return isQuick ? quick : whole;
    }
  }

  private static Named rig(String name, String meaning, Measurement measurement) {
    var none = new Share(List.of(), Duration.ZERO);
    return new Named(name, meaning, measurement, none, none);
  }

  private static Named jmh(String name, String meaning, int wholeSeconds, int quickSeconds) {
    return rig(
            name,
            meaning,
            arguments ->
                RigMain.runPlain(
                    name,
                    arguments,
                    (settings, quick) -> JmhBench.read(name, settings, quick)::run))
        .lasts(wholeSeconds, quickSeconds);
  }

  /** The one of that name. */
  static Optional<Named> named(String name) {
    return List.of(ALL, TABLES).stream()
        .flatMap(List::stream)
        .filter(each -> each.name.equals(name))
        .findFirst();
  }

  /** Those that give figures and have this in their names. */
  static List<Named> matching(String part) {
    return ALL.stream().filter(each -> each.name.contains(part)).toList();
  }
}
