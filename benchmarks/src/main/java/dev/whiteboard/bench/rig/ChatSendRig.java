package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Durable sends a second of one node on one core, with PostgreSQL first and with Kafka first, in
 * many chats of two and in one hot chat.
 *
 * <pre>
 *   core 0                                             the other cores
 *   ┌───────────────────────────────────────────┐      ┌──────────────────────────────┐
 *   │ node: send ─▸ its place, durable ─▸ sent  │ ◂──▸ │ a crowd, at a fixed rate     │
 *   │                                 └─▸ msg   │ ◂──▸ │ PostgreSQL (fsync on), Kafka │
 *   └───────────────────────────────────────────┘      └──────────────────────────────┘
 * </pre>
 *
 * <p>Time counts from when a message was due to when its sender is told its place. The rate climbs
 * until the 99th percentile is above 25 ms. Everybody is connected, so each message also goes to
 * all members of its chat, and is verified there.
 *
 * <p>{@code ./whiteboard bench chat-send}
 */
public final class ChatSendRig {
  /** As the other chat rigs have it, but for what they say themselves. */
  static final RigOptions.Presets PRESETS = new RigOptions.Presets(4, 3, 40, ChatNodes.NODE_JVM);

  private static final IntRange USERS = new IntRange(4, 20_000);

  /** What is promised, and at which rate. */
  private static final long P99_MICROS_MAX = 25_000;

  private static final int GOAL_PER_SECOND = 3_000;
  private static final int GOAL_QUICK_PER_SECOND = 300;
  private static final int USERS_QUICK = 100;
  private static final int WARMUP_PER_SECOND = 2_000;
  private static final List<Integer> RATES =
      List.of(1_000, 2_000, 3_000, 4_000, 5_000, 6_500, 8_000, 10_000, 12_500, 16_000, 20_000);

  /** What the interview takes a message to be. */
  private static final int BODY_BYTES = 100;

  /** Each may have 64 messages under way. */
  private static final int HOT_MEMBERS = 4;

  private final int users;
  private final List<Integer> rates;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param users who are in chats of two
   * @param rates messages a second, one above the other
   */
  ChatSendRig(int users, List<Integer> rates, RigOptions options) {
    this.users = users;
    this.rates = rates;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run(
        ChatSendRig.class, arguments, PRESETS, (settings, options) -> read(settings, options)::run);
  }

  private static ChatSendRig read(Settings settings, RigOptions options) {
    var usual = options.quick() ? USERS_QUICK : 1_000;
    return new ChatSendRig(
        settings.integer("USERS", usual, USERS, "how many users are in chats of two"),
        Ladder.rates(settings, options.quick() ? RATES.subList(0, 1) : RATES),
        options);
  }

  /** Who talks. */
  private record Shape(String name, int users, int size, Duration warmup) {}

  /** What was seen of one shape under one ordering. */
  private record Row(
      String ordering, String shape, Ladder.Climb climb, Ladder.Rung atGoal, PostgresWork each) {
    JsonObject toJson() {
      return climb.toJson().put("atGoal", atGoal.toJson()).put("postgresEach", each.toJson());
    }
  }

  /**
   * Runs it to its end.
   *
   * @return what was measured
   * @throws IOException where something does not start, or a message is not where it must be
   */
  JsonObject run() throws IOException {
    var machine = Machine.read();
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s%n%s; PostgreSQL waits for the disk", machine.inWords(), cores.inWords());
    var rows = new ArrayList<Row>();
    for (var ordering : List.of("postgres", "kafka")) {
      rows.addAll(measure(ordering, cores));
    }
    table(rows);
    var results = new LinkedHashMap<String, JsonObject>();
    for (var row : rows) {
      results.computeIfAbsent(row.ordering, _ -> new JsonObject()).put(row.shape, row.toJson());
    }
    var result =
        new JsonObject()
            .put("machine", machine.toJson())
            .put("cores", cores.inWords())
            .put("fsync", true)
            .put("users", users)
            .put("bodyBytes", BODY_BYTES)
            .put("p99MicrosMax", P99_MICROS_MAX)
            .put("goalPerSecond", goal())
            .put("nodeJvm", String.join(" ", options.nodeJvm()));
    results.forEach(result::put);
    return result;
  }

  private int goal() {
    return options.quick() ? GOAL_QUICK_PER_SECOND : GOAL_PER_SECOND;
  }

  private List<Row> measure(String ordering, Cores cores) throws IOException {
    try (var closers = new Closers()) {
      var nodes = closers.add(ChatNodes.start(cores, options, Map.of("CHAT_ORDERING", ordering)));
      var rows = new ArrayList<Row>();
      for (var shape :
          List.of(
              new Shape("many", users, 2, options.warmup()),
              new Shape("hot", HOT_MEMBERS, HOT_MEMBERS, options.warmedUp()))) {
        rows.add(measure(ordering, shape, nodes));
      }
      return rows;
    }
  }

  private Row measure(String ordering, Shape shape, ChatNodes nodes) throws IOException {
    var people = ChatPeople.make(nodes.database(), shape.users, shape.size, 1);
    try (var crowd = new ChatCrowd(people, nodes::cpu, BODY_BYTES)) {
      crowd.connect(_ -> nodes.url(0));
      var _ = crowd.run(Math.min(goal(), WARMUP_PER_SECOND), shape.warmup);
      var ladder = new Ladder(options.rounds(), ChatRound::sends, P99_MICROS_MAX);
      Ladder.Attempt attempt =
          rate -> {
            var round = crowd.run(rate, options.round());
            say("%-8s %-4s %s", ordering, shape.name, round);
            return round;
          };
      var before = PostgresWork.read(nodes.database());
      var atGoal = ladder.at(goal(), attempt);
      var messages = atGoal.rounds().stream().mapToLong(ChatRound::messages).sum();
      var each = PostgresWork.read(nodes.database()).eachSince(before, messages);
      var climb = ladder.climb(rates, attempt);
      return new Row(ordering, shape.name, climb, atGoal, each);
    }
  }

  private static void table(List<Row> rows) {
    say(
        "%n| ordering | chats | sends/s at the knee | p50 ms | p99 ms | p99.9 ms | WAL bytes"
            + " each | transactions each | CPU us each |%n|---|---|---|---|---|---|---|---|---|");
    for (var row : rows) {
      var rung = row.climb.knee().orElse(row.climb.rungs().getFirst());
      say(
          "| %s | %s | %s%s | %s | %s | %s | %,.0f | %.3f | %.0f |",
          row.ordering,
          row.shape,
          row.climb.knee().isPresent() ? "" : "NOT EVEN ",
          rung.of(ChatRound::messagesPerSecond),
          millis(rung, Latency::p50),
          millis(rung, Latency::p99),
          millis(rung, Latency::p999),
          row.each.walBytes(),
          row.each.transactions(),
          rung.of(round -> round.cpuSeconds() * 1e6 / round.messages()).median());
    }
    say("");
  }

  private static String millis(Ladder.Rung rung, ToLongFunction<Latency> part) {
    var spread = rung.of(round -> part.applyAsLong(round.sends()) / 1e3);
    return "%.1f (%.1f to %.1f)".formatted(spread.median(), spread.min(), spread.max());
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
