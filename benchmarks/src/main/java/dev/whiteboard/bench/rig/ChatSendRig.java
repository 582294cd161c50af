package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.CurveId;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.Database;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

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
 * until the 99th percentile is above 100 ms; what the chat is to keep to is 25 ms. Everybody is
 * connected, so each message also goes to all members of its chat, and is verified there.
 *
 * <p>{@code ./whiteboard bench chat-send}
 */
public final class ChatSendRig {
  /** As the other chat rigs have it, but for what they say themselves. */
  static final RigOptions.Presets PRESETS = new RigOptions.Presets(4, 3, 40, ChatNodes.NODE_JVM);

  private static final IntRange USERS = new IntRange(4, 20_000);

  /** What the chat is to keep to, and at which rate; a capacity may be slower. */
  private static final long GOAL_P99_MICROS_MAX = 25_000;

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

  /** What the figures are of. */
  private static final String POSTGRES_MANY = "postgres-many";

  private static final Knee.Names LADDER =
      new Knee.Names(
          Optional.of(Quantity.CHAT_SEND_CAPACITY),
          Quantity.CHAT_SEND_P99,
          CurveId.CHAT_SEND_LATENCY);

  private final int users;
  private final List<Integer> rates;
  private final List<String> only;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param users who are in chats of two
   * @param rates messages a second, one above the other
   * @param only what is measured, by ordering and chats; empty for all
   */
  ChatSendRig(int users, List<Integer> rates, List<String> only, RigOptions options) {
    this.users = users;
    this.rates = rates;
    this.only = only;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run(
        "chat-send", arguments, PRESETS, (settings, options) -> read(settings, options)::run);
  }

  private static ChatSendRig read(Settings settings, RigOptions options) {
    var usual = options.quick() ? USERS_QUICK : 1_000;
    return new ChatSendRig(
        settings.integer("USERS", usual, USERS, "how many users are in chats of two"),
        Ladder.rates(settings, options.quick() ? RATES.subList(0, 1) : RATES),
        settings.list("ONLY", "which: postgres-many, postgres-hot, kafka-many, kafka-hot"),
        options);
  }

  /** Who talks. */
  private record Shape(String ordering, String chats, int users, int size, Duration warmup) {
    String name() {
      return ordering + "-" + chats;
    }
  }

  /** What was seen of one shape under one ordering. */
  private record Row(Shape shape, Knee.Found<ChatRound> found, Goal goal) {
    JsonObject toJson() {
      return found.toJson().mergeIn(goal.toJson());
    }
  }

  /** What came of the rate that the chat is to keep to. */
  private record Goal(Ladder.Rung<ChatRound> rung, PostgresWork each, List<Double> diskBytesEach) {
    JsonObject toJson() {
      return new JsonObject()
          .put("atGoal", rung.toJson())
          .put("postgresEach", each.toJson())
          .put("diskBytesEach", new JsonArray(diskBytesEach));
    }
  }

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
    say("%s; PostgreSQL waits for the disk", cores.inWords());
    var rows = new ArrayList<Row>();
    for (var ordering : List.of("postgres", "kafka")) {
      rows.addAll(measure(shapes(ordering), cores));
    }
    table(rows);
    var results = new LinkedHashMap<String, JsonObject>();
    for (var row : rows) {
      results
          .computeIfAbsent(row.shape.ordering, _ -> new JsonObject())
          .put(row.shape.chats, row.toJson());
      if (row.shape.name().equals(POSTGRES_MANY)) {
        tell(row, findings);
      }
    }
    var result =
        new JsonObject()
            .put("cores", cores.inWords())
            .put("fsync", true)
            .put("users", users)
            .put("bodyBytes", BODY_BYTES)
            .put("p99MicrosMax", Ladder.CAPACITY_P99_MICROS_MAX)
            .put("goalP99MicrosMax", GOAL_P99_MICROS_MAX)
            .put("goalPerSecond", goal())
            .put("nodeJvm", String.join(" ", options.nodeJvm()));
    results.forEach(result::put);
    return result;
  }

  private int goal() {
    return options.quick() ? GOAL_QUICK_PER_SECOND : GOAL_PER_SECOND;
  }

  private List<Shape> shapes(String ordering) {
    return Stream.of(
            new Shape(ordering, "many", users, 2, options.warmup()),
            new Shape(ordering, "hot", HOT_MEMBERS, HOT_MEMBERS, options.warmedUp()))
        .filter(shape -> only.isEmpty() || only.contains(shape.name()))
        .toList();
  }

  private void tell(Row row, Findings findings) {
    Knee.of(ladder(Ladder.CAPACITY_P99_MICROS_MAX)).tell(row.found, LADDER, findings);
    findings.figure(Quantity.CHAT_SEND_BYTES, row.goal.diskBytesEach);
  }

  private Ladder<ChatRound> ladder(long p99MicrosMax) {
    return new Ladder<>(options.rounds(), ChatRound::sends, p99MicrosMax);
  }

  private List<Row> measure(List<Shape> shapes, Cores cores) throws IOException {
    if (shapes.isEmpty()) {
      return List.of();
    }
    var ordering = shapes.getFirst().ordering;
    try (var closers = new Closers()) {
      var nodes = closers.add(ChatNodes.start(cores, options, Map.of("CHAT_ORDERING", ordering)));
      var rows = new ArrayList<Row>();
      for (var shape : shapes) {
        rows.add(measure(shape, nodes));
      }
      return rows;
    }
  }

  private Row measure(Shape shape, ChatNodes nodes) throws IOException {
    var people = ChatPeople.make(nodes.database(), shape.users, shape.size, 1);
    try (var crowd = new ChatCrowd(people, nodes::cpu, BODY_BYTES)) {
      crowd.connect(_ -> nodes.url(0));
      var _ = crowd.run(Math.min(goal(), WARMUP_PER_SECOND), shape.warmup);
      Ladder.Attempt<ChatRound> attempt =
          rate -> {
            var round = crowd.run(rate, options.round());
            say("%-13s %s", shape.name(), round);
            return round;
          };
      var atGoal = atGoal(attempt, nodes.database());
      var knee = Knee.of(ladder(Ladder.CAPACITY_P99_MICROS_MAX));
      return new Row(shape, knee.find(rates, attempt), atGoal);
    }
  }

  private Goal atGoal(Ladder.Attempt<ChatRound> attempt, Database database) throws IOException {
    var before = PostgresWork.read(database);
    var diskBytesEach = new ArrayList<Double>();
    var rung =
        ladder(GOAL_P99_MICROS_MAX)
            .at(
                goal(),
                rate -> {
                  var bytesBefore = DiskUse.bytes(database);
                  var round = attempt.run(rate);
                  var bytes = DiskUse.bytes(database) - bytesBefore;
                  diskBytesEach.add((double) bytes / round.messages());
                  return round;
                });
    var messages = rung.rounds().stream().mapToLong(ChatRound::messages).sum();
    return new Goal(rung, PostgresWork.read(database).eachSince(before, messages), diskBytesEach);
  }

  private void table(List<Row> rows) {
    say(
        "%n| | within 25 ms: sends/s | within 100 ms: sends/s | p50 ms | p99 ms | p99.9 ms | WAL bytes"
            + " each | transactions each | CPU us each |%n|---|---|---|---|---|---|---|---|---|");
    for (var row : rows) {
      var rung = row.found.shown();
      say(
          "| %s | %s | %s%s | %s | %s | %s | %,.0f | %.3f | %.0f |",
          row.shape.name(),
          withinGoal(row),
          row.found.climb().knee().isPresent() ? "" : "NOT EVEN ",
          rung.of(ChatRound::perSecond),
          millis(rung, Latency::p50),
          millis(rung, Latency::p99),
          millis(rung, Latency::p999),
          row.goal.each.walBytes(),
          row.goal.each.transactions(),
          rung.of(round -> round.cpuSeconds() * 1e6 / round.messages()).median());
    }
    say("");
  }

  private String withinGoal(Row row) {
    return ladder(GOAL_P99_MICROS_MAX)
        .highestThatHolds(row.found.climb().rungs())
        .map(rung -> rung.of(ChatRound::perSecond).toString())
        .orElse("none");
  }

  private static String millis(Ladder.Rung<ChatRound> rung, ToLongFunction<Latency> part) {
    var spread = rung.of(round -> part.applyAsLong(round.sends()) / 1e3);
    return "%.1f (%.1f to %.1f)".formatted(spread.median(), spread.min(), spread.max());
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
