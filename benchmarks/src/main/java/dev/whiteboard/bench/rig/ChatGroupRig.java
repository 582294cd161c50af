package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;

/**
 * One group of 500, all of them connected, half to one node and half to the other: how long a
 * message takes from when it is due to each of the 500 sockets.
 *
 * <pre>
 *   core 0                                the other cores
 *   ┌───────────────────────────────┐     ┌────────────────────────────────────────┐
 *   │ node A ─▸ 250 sockets         │ ◂─▸ │ 500 members, 20 messages a second,     │
 *   │    └ Redis ─▸ node B ─▸ 250   │ ◂─▸ │ each from another one │ PostgreSQL ... │
 *   └───────────────────────────────┘     └────────────────────────────────────────┘
 * </pre>
 *
 * <p>{@code ./whiteboard bench chat-group}
 */
public final class ChatGroupRig {
  private static final RigOptions.Presets PRESETS =
      new RigOptions.Presets(15, 5, 20, ChatNodes.NODE_JVM);
  private static final IntRange MEMBERS = new IntRange(2, 500);
  private static final IntRange PER_SECOND = new IntRange(1, 1_000);
  private static final int BODY_BYTES = 100;
  private static final int NODES = 2;
  private static final long P99_MICROS_MAX = 100_000;

  private final int members;
  private final int perSecond;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param members of the group
   * @param perSecond messages
   */
  ChatGroupRig(int members, int perSecond, RigOptions options) {
    this.members = members;
    this.perSecond = perSecond;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run(
        "chat-group", arguments, PRESETS, (settings, options) -> read(settings, options)::run);
  }

  private static ChatGroupRig read(Settings settings, RigOptions options) {
    return new ChatGroupRig(
        settings.integer("MEMBERS", 500, MEMBERS, "members of the group"),
        settings.integer("OFFERED", 20, PER_SECOND, "messages a second"),
        options);
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
    say("%s", cores.inWords());
    try (var closers = new Closers()) {
      var nodes = closers.add(ChatNodes.start(cores, options, Map.of()));
      nodes.add();
      var people = ChatPeople.make(nodes.database(), members, members, 1);
      var crowd = closers.add(new ChatCrowd(people, nodes::cpu, BODY_BYTES));
      crowd.connect(place -> nodes.url(place % NODES));
      var rung = rung(crowd);
      findings.figure(
          Quantity.CHAT_GROUP_P99, rung.rounds(), round -> (double) round.delivery().p99());
      say("%s deliveries/s", rung.of(ChatRound::deliveriesPerSecond));
      return new JsonObject()
          .put("cores", cores.inWords())
          .put("members", members)
          .put("nodes", NODES)
          .put("bodyBytes", BODY_BYTES)
          .put("p99MicrosMax", P99_MICROS_MAX)
          .put("nodeJvm", String.join(" ", options.nodeJvm()))
          .put("group", rung.toJson());
    }
  }

  private Ladder.Rung<ChatRound> rung(ChatCrowd crowd) throws IOException {
    var _ = crowd.run(perSecond, options.warmup());
    var rounds = new ArrayList<ChatRound>();
    for (var i = 1; i <= options.rounds(); i++) {
      rounds.add(crowd.run(perSecond, options.round()));
      say("round %d %s", i, rounds.getLast());
    }
    return new Ladder.Rung<>(perSecond, rounds);
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
