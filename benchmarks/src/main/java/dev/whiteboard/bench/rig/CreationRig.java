package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.bench.result.Spread;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Links a second that one node makes: one by one, and in bulk.
 *
 * <pre>
 *   core 0 (unless --pinned false)          the other cores
 *   ┌──────────────────────────────┐        ┌───────────────────────────────────────────┐
 *   │ node: URL ─▸ code ─▸ INSERT  │ ◂────▸ │ one by one: 64 connections, POST, an API  │
 *   │        in groups of what is  │        │   key, the next when the last is answered │
 *   │        there                 │ ◂────▸ │ in bulk: 2 requests, NDJSON both ways     │
 *   │                              │ ◂────▸ │ PostgreSQL, Redis, Kafka                  │
 *   └──────────────────────────────┘        └───────────────────────────────────────────┘
 * </pre>
 *
 * <p>PostgreSQL does not wait for the disk here ({@code fsync = off}, as in all local stacks): with
 * a disk to wait for, groups get larger and single links slower.
 *
 * <p>{@code ./whiteboard bench creations}
 */
public final class CreationRig {
  private static final IntRange BULK_LINES = new IntRange(1, 1_000_000);

  /** Distinct bodies; the same URL again makes another link all the same. */
  private static final int BODIES = 1 << 14;

  private static final int BULK_STREAMS = 2;

  /** Few: memory is not what is measured. */
  private static final int CACHE_LINKS = 100_000;

  private final int bulkLines;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param bulkLines links a bulk round makes
   */
  CreationRig(int bulkLines, RigOptions options) {
    this.bulkLines = bulkLines;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run("creations", arguments, (settings, options) -> read(settings, options)::run);
  }

  private static CreationRig read(Settings settings, RigOptions options) {
    return new CreationRig(
        settings.integer("BULK_LINES", 100_000, BULK_LINES, "links of a bulk round"), options);
  }

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or does not come out as it should
   */
  JsonObject run(Findings findings) throws IOException, TimeoutException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s", cores.inWords());
    try (var closers = new Closers()) {
      var stack = closers.add(RigStack.start());
      var node = closers.add(ShortenerNode.start(stack, cores, options.nodeJvm(), CACHE_LINKS));
      var database =
          closers.add(
              Database.open(DatabaseUrl.parse(stack.addresses().databaseUrl()), "shortener", 2));
      var key = node.newKey();
      var bulk = closers.add(new BulkClient(node.url(), key));
      return new JsonObject()
          .put("cores", cores.inWords())
          .put("connections", options.connections())
          .put("nodeJvm", String.join(" ", options.nodeJvm()))
          .put("oneByOne", oneByOne(node, key, database, findings))
          .put("bulk", inBulk(bulk, database, findings))
          .put("links", count(database));
    }
  }

  private JsonObject oneByOne(ShortenerNode node, String key, Database database, Findings findings)
      throws IOException {
    var load = new OwnLoad(bodies(key), options.connections(), 201);
    verify(database, load.run(node.url(), options.warmup()), 0);
    var rounds = new ArrayList<Round>();
    for (var i = 1; i <= options.rounds(); i++) {
      var before = count(database);
      rounds.add(Round.run(load, node.url(), node.process(), options.round()));
      verify(database, rounds.getLast().load(), before);
      say("round %d  one by one %s", i, rounds.getLast());
    }
    var perSecond = Rounds.perSecond(rounds);
    findings.figure(Quantity.CREATIONS_SINGLE, rounds, Round::perSecond);
    say("one by one: %s links/s", perSecond);
    return new JsonObject()
        .put("perSecond", perSecond.toJson())
        .put("rounds", new JsonArray(rounds.stream().map(Round::toJson).toList()));
  }

  private static byte[][] bodies(String key) {
    return IntStream.range(0, BODIES)
        .mapToObj(i -> "{\"url\":\"%s\"}".formatted(BulkClient.location(i)))
        .map(json -> HttpText.post("/api/v1/links", key, json))
        .toArray(byte[][]::new);
  }

  private JsonObject inBulk(BulkClient bulk, Database database, Findings findings)
      throws IOException, TimeoutException {
    var rates = new ArrayList<Double>();
    var bytes = new ArrayList<Double>();
    for (var i = 0; i <= options.rounds(); i++) {
      var bytesBefore = DiskUse.bytes(database);
      var rate = bulkRound(bulk, database);
      var bytesEach = (double) (DiskUse.bytes(database) - bytesBefore) / bulkLines;
      if (i > 0) { // the first is to warm up
        rates.add(rate);
        bytes.add(bytesEach);
        say("round %d  in bulk %,.0f/s  %,.0f bytes of disk each", i, rate, bytesEach);
      }
    }
    findings.figure(Quantity.CREATIONS_BULK, rates);
    findings.figure(Quantity.CREATIONS_BYTES, bytes);
    var perSecond = Spread.of(rates);
    say("in bulk: %s links/s", perSecond);
    return new JsonObject()
        .put("perSecond", perSecond.toJson())
        .put("rounds", new JsonArray(rates))
        .put("bytesEach", new JsonArray(bytes));
  }

  private double bulkRound(BulkClient bulk, Database database)
      throws IOException, TimeoutException {
    var before = count(database);
    var startNanos = System.nanoTime();
    var codes = bulk.make(bulkLines, Math.min(BULK_STREAMS, bulkLines));
    var seconds = (System.nanoTime() - startNanos) / 1e9;
    requireEqual(count(database) - before, codes.stream().distinct().count());
    return bulkLines / seconds;
  }

  private static void verify(Database database, LoadResult load, long before) throws IOException {
    if (load.errors() > 0) {
      throw new IOException(load.errors() + " links were not made");
    }
    requireEqual(count(database) - before, load.answered());
  }

  private static void requireEqual(long inPostgres, long answered) throws IOException {
    if (inPostgres != answered) {
      throw new IOException(
          "%d links answered, %d more in PostgreSQL".formatted(answered, inPostgres));
    }
  }

  private static long count(Database database) {
    return database.query(
        handle -> handle.createQuery("SELECT count(*) FROM links").mapTo(Long.class).one());
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
