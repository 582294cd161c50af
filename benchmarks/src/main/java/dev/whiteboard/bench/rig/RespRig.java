package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.Zipf;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.cdn.LruService;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.Server;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The cache as a service beside Redis, each on one core, in turns, with the same client.
 *
 * <pre>
 *   core 0                       the other cores
 *   ┌────────────────────┐       ┌──────────────────────────────────────┐
 *   │ Redis, no disk     │ ◂───▸ │ GET and SET of 100 bytes, keys by    │
 *   ├ in turns ──────────┤       │ Zipf; one at once on each connection │
 *   │ LruService         │ ◂───▸ │ (64 of them), and 16 at once         │
 *   └────────────────────┘       └──────────────────────────────────────┘
 * </pre>
 *
 * <p>All keys are there before, and both have room for them: it is the protocol and the table that
 * are measured, and no eviction. Redis has neither a snapshot nor a log to write.
 *
 * <p>{@code ./whiteboard bench resp}
 */
public final class RespRig {
  private static final IntRange KEYS = new IntRange(1, 10_000_000);
  private static final int DRAWS = 1 << 16;
  private static final int PIPELINED = 16;
  private static final long SEED = 42;

  /** For each key: it, its value, and what is around them. */
  private static final long BYTES_EACH = 400;

  private static final long BYTES_MIN = 64L << 20;

  private final int keys;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param keys how many there are
   */
  RespRig(int keys, RigOptions options) {
    this.keys = keys;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("resp", arguments, (settings, options) -> read(settings, options)::run);
  }

  private static RespRig read(Settings settings, RigOptions options) {
    return new RespRig(settings.integer("KEYS", 100_000, KEYS, "how many keys there are"), options);
  }

  /** Who answers. */
  private record Contender(String name, URI url, Supplier<Duration> cpu) {}

  /** What they are asked. */
  private record Case(String name, RespLoad.Kind kind, int pipelined) {}

  private static final List<Case> CASES =
      List.of(
          new Case("GET", RespLoad.Kind.GET, 1),
          new Case("SET", RespLoad.Kind.SET, 1),
          new Case("GET, 16 at once", RespLoad.Kind.GET, PIPELINED),
          new Case("SET, 16 at once", RespLoad.Kind.SET, PIPELINED));

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or answers something else than it must
   */
  JsonObject run(Findings findings) throws IOException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s", cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start(EnumSet.noneOf(Server.class)));
      var redis = closers.add(EmbeddedRedis.start(stack.file("redis")));
      cores.giveServerCore(redis.pid());
      var contenders = List.of(redis(redis), ours(stack, cores, closers));
      fill(contenders);
      var result =
          new JsonObject()
              .put("cores", cores.inWords())
              .put("keys", keys)
              .put("redisVersion", redis.version())
              .put("nodeJvm", String.join(" ", options.nodeJvm()));
      for (var each : CASES) {
        result.put(each.name, measure(each, contenders));
      }
      return result;
    }
  }

  private static Contender redis(EmbeddedRedis redis) {
    var process = ProcessHandle.of(redis.pid()).orElseThrow();
    return new Contender(
        "Redis " + redis.version(),
        URI.create(redis.url()),
        () -> process.info().totalCpuDuration().orElse(Duration.ZERO));
  }

  private Contender ours(RigStack stack, Cores cores, Closers closers) throws IOException {
    var bytes = Math.max(BYTES_MIN, BYTES_EACH * keys);
    var settings = Map.of("CDN_RESP_PORT", "0", "CDN_RESP_MAXMEMORY", Long.toString(bytes));
    var node =
        closers.add(
            NodeProcess.start(
                LruService.class, cores, options.nodeJvm(), settings, stack.file("lru.log")));
    return new Contender("ours", node.url(), node.process()::cpu);
  }

  /** Each key at least once. */
  private void fill(List<Contender> contenders) throws IOException {
    for (var contender : contenders) {
      RespLoad.fill(contender.url, keys);
    }
  }

  private JsonObject measure(Case asked, List<Contender> contenders) throws IOException {
    var zipf = new Zipf(keys, Zipf.EXPONENT_WEB).draws(DRAWS, SEED);
    var load = RespLoad.of(asked.kind, zipf, options.connections(), asked.pipelined);
    for (var contender : contenders) {
      var _ = load.run(contender.url, options.warmup());
    }
    var rounds =
        IntStream.range(0, contenders.size()).mapToObj(_ -> new ArrayList<Round>()).toList();
    for (var i = 1; i <= options.rounds(); i++) {
      for (var place = 0; place < contenders.size(); place++) {
        var contender = contenders.get(place);
        var round = Round.run(load, contender.url, contender.cpu, options.round());
        rounds.get(place).add(round);
        say("%-15s  round %d  %-12s %s", asked.name, i, contender.name, round);
      }
    }
    return report(asked, load, contenders, rounds);
  }

  private static JsonObject report(
      Case asked,
      LoadGenerator load,
      List<Contender> contenders,
      List<? extends List<Round>> rounds) {
    var report = new JsonObject().put("load", load.name());
    say("%n| %s | commands/s: median (lowest to highest) | p99 us |%n|---|---|---|", asked.name);
    for (var place = 0; place < contenders.size(); place++) {
      var all = List.copyOf(rounds.get(place));
      var name = contenders.get(place).name;
      say("| %s | %s | %s |", name, Rounds.perSecond(all), Rounds.p99Micros(all));
      report.put(name, Rounds.toJson(all));
    }
    var ratio =
        Rounds.perSecond(List.copyOf(rounds.getLast())).median()
            / Rounds.perSecond(List.copyOf(rounds.getFirst())).median();
    say("%nours has %.2f of Redis%n", ratio);
    return report.put("ratio", ratio);
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
