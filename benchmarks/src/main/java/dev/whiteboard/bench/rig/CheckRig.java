package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.Zipf;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.Server;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * Checks a second of one node on one core over HTTP, beside a bare server on the same core, in
 * turns; then checks at a fixed rate with the limits in Redis.
 *
 * <pre>
 *   core 0                                    the other cores
 *   ┌────────────────────────────────────┐    ┌─────────────────────────────────────────┐
 *   │ bare: body ─▸ always the same 200  │ ◂▸ │ wrk, or a client of our own             │
 *   ├ in turns ──────────────────────────┤    │   64 connections, keep-alive, users     │
 *   │ node: body ─▸ rule ─▸ memory ─▸ 200│ ◂▸ │   by Zipf (0.99)                        │
 *   ├ then ──────────────────────────────┤    │                                         │
 *   │ node: body ─▸ rule ─▸ Redis ─▸ 200 │ ◂▸ │ own client, 10,000 requests/s │ Redis   │
 *   └────────────────────────────────────┘    └─────────────────────────────────────────┘
 * </pre>
 *
 * <p>The bare server's answer is one of the node's, header by header. Limits are such that nobody
 * reaches them, but for one user, who is to be denied.
 *
 * <p>{@code ./whiteboard bench checks}
 */
public final class CheckRig {
  private static final IntRange USERS = new IntRange(1, 1_000_000);
  private static final IntRange PER_SECOND = new IntRange(1, 1_000_000);

  /** Requests drawn ahead. */
  private static final int DRAWS = 1 << 16;

  private static final long SEED = 42;
  private static final int FEW = 2;

  private static final String RULES =
      """
      - {name: local, domain: local, match: {user: "*"}, algorithm: gcra,
         limit: 1000000000, per: 1h, store: local}
      - {name: shared, domain: shared, match: {user: "*"}, algorithm: gcra,
         limit: 1000000000, per: 1h, store: redis, onStoreFailure: deny}
      - {name: few-local, domain: local, match: {few: "*"}, algorithm: gcra,
         limit: 2, per: 1h, store: local}
      - {name: few-shared, domain: shared, match: {few: "*"}, algorithm: gcra,
         limit: 2, per: 1h, store: redis, onStoreFailure: deny}
      """;

  private final int users;
  private final int offered;
  private final boolean wrkWanted;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param users how many keys there are
   * @param offered requests a second with the limits in Redis
   * @param wrkWanted whether wrk makes the load, where it is installed
   */
  CheckRig(int users, int offered, boolean wrkWanted, RigOptions options) {
    this.users = users;
    this.offered = offered;
    this.wrkWanted = wrkWanted;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("checks", arguments, (settings, options) -> read(settings, options)::run);
  }

  private static CheckRig read(Settings settings, RigOptions options) {
    return new CheckRig(
        settings.integer("USERS", 100_000, USERS, "how many keys there are"),
        settings.integer("OFFERED", 10_000, PER_SECOND, "requests a second with limits in Redis"),
        settings.text("LOAD", "wrk", "wrk, or own for a client of our own").equals("wrk"),
        options);
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
      var stack = closers.add(RigStack.start(EnumSet.of(Server.REDIS)));
      var node = closers.add(LimiterNode.start(stack, cores, options.nodeJvm(), RULES));
      verify(node, "local");
      verify(node, "shared");
      var sample = node.check(body("local", "user", 0));
      var bare = closers.add(LimiterNode.startBare(stack, cores, options.nodeJvm(), sample));
      return new JsonObject()
          .put("cores", cores.inWords())
          .put("users", users)
          .put("connections", options.connections())
          .put("offeredPerSecond", offered)
          .put("nodeJvm", String.join(" ", options.nodeJvm()))
          .put("local", local(stack, node, bare, findings))
          .put("redis", shared(node, findings));
    }
  }

  private static void verify(LimiterNode node, String domain) throws IOException {
    for (var i = 0; i < 2 * FEW; i++) {
      var status = node.check(body(domain, "few", 0)).statusCode();
      if (status != (i < FEW ? 200 : 429)) {
        throw new IOException("check %d of %s: %d".formatted(i + 1, domain, status));
      }
    }
  }

  private static String body(String domain, String name, int value) {
    return "{\"domain\":\"%s\",\"descriptors\":[{\"%s\":\"%d\"}]}".formatted(domain, name, value);
  }

  private List<String> bodies(String domain) {
    var draws = new Zipf(users, Zipf.EXPONENT_WEB).draws(DRAWS, SEED);
    return Arrays.stream(draws).mapToObj(draw -> body(domain, "user", draw)).toList();
  }

  private static byte[][] requests(List<String> bodies) {
    return bodies.stream()
        .map(body -> HttpText.post("/v1/check", "none", body))
        .toArray(byte[][]::new);
  }

  private JsonObject local(RigStack stack, LimiterNode node, LimiterNode bare, Findings findings)
      throws IOException {
    var bodies = bodies("local");
    var isByWrk = wrkWanted && Wrk.isInstalled();
    if (wrkWanted && !isByWrk) {
      findings.notInstalled("wrk");
    }
    var load =
        isByWrk
            ? Wrk.posting(stack, "/v1/check", bodies, options.connections())
            : new OwnLoad(requests(bodies), options.connections(), 200);
    var _ = load.run(bare.url(), options.warmup());
    var _ = load.run(node.url(), options.warmup());
    var decidedBefore = decided(node, "local");
    var nodeRounds = new ArrayList<Round>();
    var bareRounds = new ArrayList<Round>();
    for (var i = 1; i <= options.rounds(); i++) {
      bareRounds.add(round(load, bare));
      say("round %d  bare %s", i, bareRounds.getLast());
      nodeRounds.add(round(load, node));
      say("round %d  node %s", i, nodeRounds.getLast());
    }
    var cutOffMax = (long) load.cutOffMax() * options.rounds();
    requireDecided(nodeRounds, decided(node, "local") - decidedBefore, cutOffMax);
    findings.figure(Quantity.CHECKS_MEMORY, nodeRounds, Round::perSecond);
    var ratio = Rounds.perSecond(nodeRounds).median() / Rounds.perSecond(bareRounds).median();
    say("node: %s checks/s; %.2f of the bare server", Rounds.perSecond(nodeRounds), ratio);
    return new JsonObject()
        .put("load", load.name())
        .put("bare", Rounds.toJson(bareRounds))
        .put("node", Rounds.toJson(nodeRounds))
        .put("ratio", ratio);
  }

  private JsonObject shared(LimiterNode node, Findings findings) throws IOException {
    var load = new HttpOpenLoad(requests(bodies("shared")), options.connections(), offered, 200);
    var _ = load.run(node.url(), options.warmup());
    var decidedBefore = decided(node, "shared");
    var rounds = new ArrayList<Round>();
    for (var i = 1; i <= options.rounds(); i++) {
      rounds.add(round(load, node));
      say("round %d  through Redis %s", i, rounds.getLast());
    }
    requireDecided(rounds, decided(node, "shared") - decidedBefore, 0);
    findings.figure(Quantity.CHECKS_REDIS_P99, rounds, round -> (double) round.latency().p99());
    return Rounds.toJson(rounds).put("load", load.name());
  }

  private Round round(LoadGenerator load, LimiterNode server) throws IOException {
    return Round.run(load, server.url(), server.process(), options.round());
  }

  private static long decided(LimiterNode node, String rule) throws IOException {
    return node.metric("ratelimit_decisions_total", "rule=\"" + rule + "\"");
  }

  /** What the node says that it decided, against what the load was answered. */
  private static void requireDecided(List<Round> rounds, long decided, long cutOffMax)
      throws IOException {
    var answered = rounds.stream().mapToLong(round -> round.load().answered()).sum();
    var errors = rounds.stream().mapToLong(round -> round.load().errors()).sum();
    if (decided < answered || decided > answered + errors + cutOffMax) {
      throw new IOException("%d answered, %d decided".formatted(answered, decided));
    }
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
