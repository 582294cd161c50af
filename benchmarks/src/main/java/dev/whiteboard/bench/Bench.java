package dev.whiteboard.bench;

import dev.whiteboard.bench.rig.ChatDeliveryRig;
import dev.whiteboard.bench.rig.ChatGroupRig;
import dev.whiteboard.bench.rig.ChatIdleRig;
import dev.whiteboard.bench.rig.ChatReconnectRig;
import dev.whiteboard.bench.rig.ChatSendRig;
import dev.whiteboard.bench.rig.CheckRig;
import dev.whiteboard.bench.rig.CreationRig;
import dev.whiteboard.bench.rig.EdgeHitRig;
import dev.whiteboard.bench.rig.RedirectRig;
import dev.whiteboard.bench.rig.RedisLimiterRig;
import dev.whiteboard.bench.rig.RespRig;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/**
 * All measurements by their names: {@code ./whiteboard bench NAME}. What is no name is for JMH: a
 * part of a benchmark's name, and its options.
 */
public final class Bench {
  /** A measurement that is not JMH's. */
  private record Named(String name, String meaning, Measurement measurement) {}

  @FunctionalInterface
  private interface Measurement {
    void run(String... arguments) throws Exception;
  }

  private static final List<Named> ALL =
      List.of(
          new Named("redirects", "redirects a second beside NGINX", RedirectRig::main),
          new Named("creations", "links made a second", CreationRig::main),
          new Named("checks", "checks of limits a second, over HTTP", CheckRig::main),
          new Named("limits-in-redis", "decisions by one Redis", RedisLimiterRig::main),
          new Named(
              "edge-hit", "an edge beside NGINX, Varnish and Traffic Server", EdgeHitRig::main),
          new Named("resp", "the LRU service beside Redis", RespRig::main),
          new Named("chat-send", "durable sends a second, two orderings", ChatSendRig::main),
          new Named(
              "chat-delivery", "deliveries a second, by size of group", ChatDeliveryRig::main),
          new Named("chat-group", "a group of 500 over two nodes", ChatGroupRig::main),
          new Named("chat-idle", "what 20,000 idle connections take", ChatIdleRig::main),
          new Named(
              "chat-reconnect", "all clients lose their node at once", ChatReconnectRig::main),
          new Named("hit-ratio", "policies on recorded traces", HitRatio::main),
          new Named("rings", "ways to place keys on nodes, in one table", RingTable::main),
          new Named("entry-bytes", "what an entry of a cache takes", EntryBytes::main));

  private Bench() {}

  /** Runs the one that is named; {@code list} tells which there are. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || arguments[0].equals("list")) {
      System.out.println(help());
      return;
    }
    var rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    var named = ALL.stream().filter(each -> each.name.equals(arguments[0])).findFirst();
    if (named.isPresent()) {
      named.get().measurement.run(rest);
    } else {
      Main.main(arguments);
    }
  }

  private static String help() {
    var help =
        new StringBuilder(
            "./whiteboard bench NAME [OPTION...]; --quick for a rough figure, --help for the"
                + " rest\n\n");
    ALL.forEach(each -> help.append("  %-18s%s%n".formatted(each.name, each.meaning)));
    return help.append(
            """

              CachePolicy, Ring, Limiter, ...
                                part of a JMH benchmark's name, and JMH's options;
                                -l has their names, -f 1 -wi 2 -i 3 makes it quick
            """)
        .toString();
  }
}
