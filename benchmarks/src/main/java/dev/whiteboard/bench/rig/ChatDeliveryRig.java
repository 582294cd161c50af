package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.CurveId;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deliveries a second: from a message that is due to the sockets of all who are to have it, in
 * groups of several sizes, on one node and over two.
 *
 * <pre>
 *   core 0                                                 the other cores
 *   ┌───────────────────────────────────────────────┐      ┌──────────────────────────┐
 *   │ node A: send ─▸ PostgreSQL ─┬─▸ sockets here  │ ◂──▸ │ a crowd, at a fixed rate │
 *   │                       Redis ▾                 │      │ PostgreSQL, Redis, Kafka │
 *   │ node B:                     └─▸ sockets there │ ◂──▸ │                          │
 *   └───────────────────────────────────────────────┘      └──────────────────────────┘
 * </pre>
 *
 * <p>The rate climbs until the 99th percentile of all deliveries is above 100 ms. Two nodes share
 * the one core: what they show is what the way between them costs, and not that two machines do
 * twice as much. Clients acknowledge as our library does, after 50 ms or 64 messages.
 *
 * <p>{@code ./whiteboard bench chat-delivery}
 */
public final class ChatDeliveryRig {
  private static final IntRange USERS = new IntRange(500, 15_000);
  private static final int BODY_BYTES = 100;
  private static final int GROUP_MAX = 500;
  private static final int CHATS_EACH = 4;
  private static final int WARMUP_DELIVERIES = 5_000;

  private static final List<Integer> DELIVERIES =
      List.of(
          2_500, 5_000, 10_000, 12_500, 16_000, 20_000, 25_000, 32_000, 40_000, 50_000, 64_000,
          80_000, 100_000, 125_000, 160_000);

  /** The group that the figures are of. */
  private static final String TOLD = "5";

  private static final Knee.Names LADDER =
      new Knee.Names(
          Optional.of(Quantity.CHAT_DELIVERY_CAPACITY),
          Quantity.CHAT_DELIVERY_P99,
          CurveId.CHAT_DELIVERY_LATENCY);

  private final int users;
  private final List<Integer> rates;
  private final List<String> only;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param users each with a connection; a multiple of 500
   * @param rates deliveries a second, one above the other
   * @param only the groups that are measured, by their names; empty for all
   */
  ChatDeliveryRig(int users, List<Integer> rates, List<String> only, RigOptions options) {
    this.users = users / GROUP_MAX * GROUP_MAX;
    this.rates = rates;
    this.only = only;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run(
        "chat-delivery",
        arguments,
        ChatSendRig.PRESETS,
        (settings, options) -> read(settings, options)::run);
  }

  private static ChatDeliveryRig read(Settings settings, RigOptions options) {
    var usual = options.quick() ? GROUP_MAX : 2 * GROUP_MAX;
    return new ChatDeliveryRig(
        settings.integer("USERS", usual, USERS, "how many users, in steps of 500"),
        Ladder.rates(settings, options.quick() ? DELIVERIES.subList(0, 1) : DELIVERIES),
        settings.list("ONLY", "which groups: 5, 50, 500, 5-on-two-nodes, 500-on-two-nodes"),
        options);
  }

  /** Who is with how many others, and where. */
  private record Shape(String name, int size, int each, int nodes) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(TOLD, 5, CHATS_EACH, 1),
          new Shape("50", 50, 1, 1),
          new Shape("500", GROUP_MAX, 1, 1),
          new Shape("5-on-two-nodes", 5, CHATS_EACH, 2),
          new Shape("500-on-two-nodes", GROUP_MAX, 1, 2));

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or a message is not where it must be
   */
  JsonObject run(Findings findings) throws IOException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s", cores.inWords());
    var result =
        new JsonObject()
            .put("cores", cores.inWords())
            .put("users", users)
            .put("bodyBytes", BODY_BYTES)
            .put("p99MicrosMax", Ladder.CAPACITY_P99_MICROS_MAX)
            .put("nodeJvm", String.join(" ", options.nodeJvm()));
    try (var closers = new Closers()) {
      var nodes = closers.add(ChatNodes.start(cores, options, Map.of()));
      var lines = new ArrayList<String>();
      var isWarm = 0;
      for (var shape : wanted()) {
        while (shape.nodes > nodes.urls().size()) {
          nodes.add();
        }
        var warmup = isWarm < shape.nodes ? options.warmup() : options.warmedUp();
        var found = measure(shape, nodes, warmup);
        isWarm = shape.nodes;
        result.put(shape.name, found.toJson());
        lines.add(line(shape, found));
        if (shape.name.equals(TOLD)) {
          knee(shape).tell(found, LADDER, findings);
        }
      }
      say(
          "%n| groups of | deliveries/s at the knee | p50 ms | p99 ms | CPU us each |"
              + "%n|---|---|---|---|---|%n%s%n",
          String.join("\n", lines));
      return result;
    }
  }

  private List<Shape> wanted() {
    return SHAPES.stream().filter(shape -> only.isEmpty() || only.contains(shape.name)).toList();
  }

  private Knee<ChatRound> knee(Shape shape) {
    var ladder =
        new Ladder<>(options.rounds(), ChatRound::delivery, Ladder.CAPACITY_P99_MICROS_MAX);
    return new Knee<>(ladder, ChatRound::deliveriesPerSecond, shape.size);
  }

  private Knee.Found<ChatRound> measure(Shape shape, ChatNodes nodes, Duration warmup)
      throws IOException {
    var people = ChatPeople.make(nodes.database(), users, shape.size, shape.each);
    try (var crowd = new ChatCrowd(people, nodes::cpu, BODY_BYTES)) {
      crowd.connect(place -> nodes.url(place % shape.nodes));
      var _ = crowd.run(Math.max(1, WARMUP_DELIVERIES / shape.size), warmup);
      var messages = rates.stream().map(deliveries -> deliveries / shape.size).toList();
      return knee(shape)
          .find(
              messages,
              rate -> {
                var round = crowd.run(rate, options.round());
                say("%-16s %s", shape.name, round);
                return round;
              });
    }
  }

  private static String line(Shape shape, Knee.Found<ChatRound> found) {
    var rung = found.shown();
    return "| %s | %s%s | %.1f | %.1f | %.1f |"
        .formatted(
            shape.name,
            found.climb().knee().isPresent() ? "" : "NOT EVEN ",
            rung.of(ChatRound::deliveriesPerSecond),
            rung.of(round -> round.delivery().p50() / 1e3).median(),
            rung.of(round -> round.delivery().p99() / 1e3).median(),
            rung.of(round -> round.cpuSeconds() * 1e6 / round.deliveries()).median());
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
