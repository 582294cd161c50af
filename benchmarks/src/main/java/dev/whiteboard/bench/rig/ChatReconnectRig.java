package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.bench.result.Spread;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.process.Deadline;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * All clients lose their node at once: how long until each of them is served by the other, and
 * whether anything is lost, doubled or out of order meanwhile.
 *
 * <pre>
 *   core 0                                       the other cores
 *   ┌──────────────────────────────────────┐     ┌───────────────────────────────────────────────┐
 *   │ node A: all clients; then kill -9    │ ◂─▸ │ clients of our library, each with its own     │
 *   │ node B: all of them, as they come    │ ◂─▸ │   waits, talking on │ PostgreSQL, Redis, Kafka│
 *   └──────────────────────────────────────┘     └───────────────────────────────────────────────┘
 * </pre>
 *
 * <p>In every other round the node is not killed but told to stop: then it tells each client when
 * to come back, spread over five seconds. The node is started again before the next round, which
 * leads back to it.
 *
 * <p>{@code ./whiteboard bench chat-reconnect}
 */
public final class ChatReconnectRig {
  private static final RigOptions.Presets PRESETS =
      new RigOptions.Presets(3, 3, 5, ChatNodes.NODE_JVM);
  private static final IntRange CLIENTS = new IntRange(10, 15_000);
  private static final int USUAL = 3_000;
  private static final int USUAL_QUICK = 200;
  private static final int GROUP = 5;
  private static final int TALK_PER_SECOND = 100;
  private static final int NODES = 2;

  private final int count;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param count of clients
   */
  ChatReconnectRig(int count, RigOptions options) {
    this.count = count / GROUP * GROUP;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run(
        "chat-reconnect", arguments, PRESETS, (settings, options) -> read(settings, options)::run);
  }

  private static ChatReconnectRig read(Settings settings, RigOptions options) {
    var usual = options.quick() ? USUAL_QUICK : USUAL;
    return new ChatReconnectRig(
        settings.integer("CLIENTS", usual, CLIENTS, "clients that lose their node"), options);
  }

  /**
   * One loss of a node.
   *
   * @param lost clients that were served by it
   * @param p50 in ms: half of the clients were served again by then
   * @param p99 99 % were
   * @param last all were
   */
  private record Return(long lost, long p50, long p99, long last) {
    JsonObject toJson() {
      return new JsonObject()
          .put("lost", lost)
          .put("p50Millis", p50)
          .put("p99Millis", p99)
          .put("lastMillis", last);
    }
  }

  /** How a node goes. */
  private enum End {
    KILLED,
    STOPPED;

    private void apply(ChildProcess node) {
      switch (this) {
        case KILLED -> node.kill();
        case STOPPED -> node.terminate();
      }
    }
  }

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or a message is not where it must be
   */
  JsonObject run(Findings findings) throws IOException, TimeoutException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    say("%s", cores.inWords());
    try (var closers = new Closers()) {
      var nodes = closers.add(ChatNodes.start(cores, options, Map.of()));
      nodes.add();
      var people = ChatPeople.make(nodes.database(), count, GROUP, 1);
      var clients = closers.add(new ChatReturners(people, nodes.urls()));
      clients.start();
      var warmup = Deadline.after(options.warmup());
      var _ = clients.talk(TALK_PER_SECOND, warmup::passed);
      var killed = new ArrayList<Return>();
      var stopped = new ArrayList<Return>();
      for (var i = 0; i < NODES * options.rounds(); i++) {
        var node = i % NODES; // where they all are: a round leads them to the other
        if (i > 0) {
          nodes.again(NODES - 1 - node);
        }
        var end = i < options.rounds() ? End.KILLED : End.STOPPED;
        (end == End.KILLED ? killed : stopped).add(round(end, node, nodes, clients));
      }
      findings.figure(
          Quantity.CHAT_RECONNECT_PER_SECOND, killed, each -> count * 1_000.0 / each.last);
      return new JsonObject()
          .put("cores", cores.inWords())
          .put("clients", count)
          .put("nodeJvm", String.join(" ", options.nodeJvm()))
          .put("killed", toJson(killed))
          .put("stopped", toJson(stopped))
          .put("messagesVerified", clients.verify());
    }
  }

  private Return round(End end, int node, ChatNodes nodes, ChatReturners clients)
      throws IOException {
    var before = Deadline.after(options.round());
    var _ = clients.talk(TALK_PER_SECOND, before::passed);
    var other = ChatNodes.name(NODES - 1 - node);
    var lost = clients.of(ChatNodes.name(node));
    var endNanos = System.nanoTime();
    end.apply(nodes.process(node));
    if (!clients.talk(TALK_PER_SECOND, () -> clients.of(other) == count)) {
      throw new IOException("%,d of %,d clients came back".formatted(clients.of(other), count));
    }
    var millis = clients.backMillis(endNanos);
    var messages = clients.verify();
    var seen =
        new Return(
            lost,
            millis.getValueAtPercentile(50),
            millis.getValueAtPercentile(99),
            millis.getMaxValue());
    say(
        "node %s: %,d clients are back: p50 %,d ms, p99 %,d ms, the last %,d ms; %,d messages so"
            + " far, each at every member once and in order",
        end.name().toLowerCase(Locale.ROOT), lost, seen.p50, seen.p99, seen.last, messages);
    return seen;
  }

  private static JsonObject toJson(List<Return> returns) {
    return new JsonObject()
        .put("p50Millis", spread(returns, Return::p50).toJson())
        .put("p99Millis", spread(returns, Return::p99).toJson())
        .put("lastMillis", spread(returns, Return::last).toJson())
        .put("rounds", new JsonArray(returns.stream().map(Return::toJson).toList()));
  }

  private static Spread spread(List<Return> returns, Function<Return, Long> part) {
    return Spread.of(returns.stream().map(part).map(Long::doubleValue).toList());
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
