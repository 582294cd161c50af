package dev.whiteboard.bench.rig;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.Shell;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an idle connection costs: resident memory of the nodes and processor time, with 20,000 users
 * held who are in a group each and say nothing; then others chat beside them.
 *
 * <pre>
 *   core 0                             the other cores
 *   ┌────────────────────────────┐     ┌───────────────────────────────────────────────┐
 *   │ node A ── 10,000 idle      │ ◂─▸ │ holders: hello, and a sign of life every 20 s │
 *   │ node B ── 10,000 idle      │ ◂─▸ │                                               │
 *   │   A, B ── 100 who chat     │ ◂─▸ │ a crowd, at a fixed rate │ PostgreSQL, Redis  │
 *   └────────────────────────────┘     └───────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Memory is the nodes' resident set after a full collection, less what it was after one before
 * anybody connected, when the nodes had served a while. The kernel's own memory is told apart: it
 * is that of both ends, as both are on this machine. Where a process may open fewer files than
 * there are connections, there are more nodes and more holders.
 *
 * <p>{@code ./whiteboard bench chat-idle}
 */
public final class ChatIdleRig {
  /** A young generation that is used up before, and an old one that has no room to spare. */
  private static final String NODE_JVM =
      "-Xmx768m -Xmn24m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:+UseSerialGC"
          + " -XX:+UseCompactObjectHeaders -Xss512k -XX:TrimNativeHeapInterval=2000";

  private static final RigOptions.Presets PRESETS = new RigOptions.Presets(15, 3, 15, NODE_JVM);
  private static final IntRange CONNECTIONS = new IntRange(100, 200_000);
  private static final int USUAL = 20_000;
  private static final int USUAL_QUICK = 1_000;
  private static final int GROUP = 5;
  private static final int TALKERS = 100;
  private static final int TALK_PER_SECOND = 100;
  private static final int BODY_BYTES = 100;

  /** Of files that a process has open beside its connections. */
  private static final int OTHER_FILES = 1_000;

  private static final int ACCOUNTS_AT_ONCE = 5_000;
  private static final Duration HELD_MAX = Duration.ofMinutes(5);

  /** For the kernel's and the allocator's memory to be given back, and what was said to be done. */
  private static final Duration SETTLE = Duration.ofSeconds(5);

  /** A little more than the allocator's interval. */
  private static final Duration SETTLE_QUICK = Duration.ofMillis(2_500);

  private static final double GOAL_KILOBYTES = 11;

  private final int wanted;
  private final RigOptions options;

  /**
   * With these options.
   *
   * @param wanted connections
   */
  ChatIdleRig(int wanted, RigOptions options) {
    this.wanted = wanted / GROUP * GROUP;
    this.options = options;
  }

  /** Runs it; see {@code --help} for what it can be told. */
  public static void main(String[] arguments) {
    RigMain.run(
        "chat-idle", arguments, PRESETS, (settings, options) -> read(settings, options)::run);
  }

  private static ChatIdleRig read(Settings settings, RigOptions options) {
    var usual = options.quick() ? USUAL_QUICK : USUAL;
    return new ChatIdleRig(
        settings.integer("IDLE", usual, CONNECTIONS, "connections to hold"), options);
  }

  /** Memory of the nodes and of the kernel, in KB, and processor time of the nodes. */
  private record Taken(double resident, double kernel) {
    Taken minus(Taken before) {
      return new Taken(resident - before.resident, kernel - before.kernel);
    }
  }

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that was measured
   * @throws IOException where something does not start, or a connection or a message is lost
   */
  JsonObject run(Findings findings) throws IOException {
    var cores = Cores.split(options.pinned());
    cores.leaveServerCore();
    var parts = Math.ceilDiv(wanted, connectionsMax());
    say("%s", cores.inWords());
    say("%,d connections on %d nodes, held by %d processes", wanted, parts, parts);
    try (var closers = new Closers()) {
      var nodes = closers.add(ChatNodes.start(cores, options, Map.of()));
      for (var i = 1; i < parts; i++) {
        nodes.add();
      }
      var idle = people(nodes);
      warmUp(nodes);
      var result = measure(nodes, idle, closers, findings);
      return result
          .put("cores", cores.inWords())
          .put("connections", wanted)
          .put("nodes", parts)
          .put("nodeJvm", String.join(" ", options.nodeJvm()));
    }
  }

  private static int connectionsMax() throws IOException {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      throw new IOException("how many files a process may open is not told here");
    }
    var max = unix.getMaxFileDescriptorCount() - OTHER_FILES;
    if (max < OTHER_FILES) {
      throw new IOException(
          "a process may open %,d files only: raise it, as by ulimit -n 65536"
              .formatted(unix.getMaxFileDescriptorCount()));
    }
    return (int) Math.min(max, Integer.MAX_VALUE);
  }

  private List<String> people(ChatNodes nodes) throws IOException {
    var tokens = new ArrayList<String>();
    for (var left = wanted; left > 0; left -= ACCOUNTS_AT_ONCE) {
      var count = Math.min(left, ACCOUNTS_AT_ONCE);
      ChatPeople.make(nodes.database(), count, GROUP, 1)
          .devices()
          .forEach(device -> tokens.add(device.token()));
    }
    return tokens;
  }

  private void warmUp(ChatNodes nodes) throws IOException {
    try (var crowd = talkers(nodes)) {
      var _ = crowd.run(TALK_PER_SECOND, options.warmup());
    }
    settle();
  }

  private static ChatCrowd talkers(ChatNodes nodes) throws IOException {
    var people = ChatPeople.make(nodes.database(), TALKERS, GROUP, 1);
    var crowd = new ChatCrowd(people, nodes::cpu, BODY_BYTES);
    var urls = nodes.urls();
    crowd.connect(place -> urls.get(place % urls.size()));
    return crowd;
  }

  private JsonObject measure(ChatNodes nodes, List<String> idle, Closers closers, Findings findings)
      throws IOException {
    var before = taken(nodes);
    var aloneCpu = cpuPerSecond(nodes);
    var startNanos = System.nanoTime();
    var holders = hold(nodes, idle, closers);
    var seconds = (System.nanoTime() - startNanos) / 1e9;
    settle();
    var each = taken(nodes).minus(before);
    var cpu = cpuPerSecond(nodes) - aloneCpu;
    say(
        "an idle connection: %.1f KB of the nodes, %.1f KB of the kernel at both ends, %.1f us/s"
            + " of processor; all connected within %.1f s",
        each.resident / wanted, each.kernel / wanted, cpu * 1e6 / wanted, seconds);
    findings.figure(Quantity.CHAT_IDLE_BYTES, List.of(each.resident * 1024 / wanted));
    findings.figure(Quantity.CHAT_IDLE_KERNEL_BYTES, List.of(each.kernel * 1024 / wanted));
    var rounds = talk(nodes);
    requireHeld(nodes, holders);
    return new JsonObject()
        .put("residentKilobytesEach", each.resident / wanted)
        .put("goalKilobytesEach", GOAL_KILOBYTES)
        .put("kernelKilobytesEachBothEnds", each.kernel / wanted)
        .put("cpuMicrosPerSecondEach", cpu * 1e6 / wanted)
        .put("connectedWithinSeconds", seconds)
        .put("talk", rounds.toJson());
  }

  private List<ChatHolder> hold(ChatNodes nodes, List<String> tokens, Closers closers)
      throws IOException {
    var urls = nodes.urls();
    var parts = urls.size();
    var holders = new ArrayList<ChatHolder>();
    for (var part = 0; part < parts; part++) {
      var own = part;
      var lines =
          IntStream.range(0, tokens.size())
              .filter(i -> i % parts == own)
              .mapToObj(i -> urls.get(own) + " " + tokens.get(i))
              .toList();
      holders.add(closers.add(ChatHolder.start("holder-" + part, lines, nodes)));
    }
    var deadline = Deadline.after(HELD_MAX);
    for (var holder : holders) {
      var _ = deadline.await(() -> holder.holds() || !holder.isAlive());
      holder.requireHolding();
    }
    return holders;
  }

  private Ladder.Rung<ChatRound> talk(ChatNodes nodes) throws IOException {
    try (var crowd = talkers(nodes)) {
      var rounds = new ArrayList<ChatRound>();
      for (var i = 1; i <= options.rounds(); i++) {
        rounds.add(crowd.run(TALK_PER_SECOND, options.round()));
        say("round %d beside them %s", i, rounds.getLast());
      }
      return new Ladder.Rung<>(TALK_PER_SECOND, rounds);
    }
  }

  private void requireHeld(ChatNodes nodes, List<ChatHolder> holders) throws IOException {
    for (var holder : holders) {
      holder.requireHolding();
    }
    var connections = nodes.metric("chat_connections");
    if (connections < wanted || connections > wanted + TALKERS) {
      throw new IOException(
          "%d connections, where %d are to be held".formatted(connections, wanted));
    }
  }

  /** Processor time of all nodes in a second, in seconds. */
  private double cpuPerSecond(ChatNodes nodes) {
    var before = nodes.cpu();
    var startNanos = System.nanoTime();
    pause(options.round().multipliedBy(2));
    var seconds = (System.nanoTime() - startNanos) / 1e9;
    return nodes.cpu().minus(before).toMillis() / 1e3 / seconds;
  }

  private Taken taken(ChatNodes nodes) throws IOException {
    var resident = 0.0;
    for (var process : nodes.processes()) {
      collect(process);
      settle();
      collect(process);
      settle();
      resident += process.residentMegabytes() * 1024;
    }
    return new Taken(resident, kernelKilobytes());
  }

  private static void collect(ChildProcess process) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var collected = Shell.run(jcmd, Long.toString(process.pid()), "GC.run");
    if (!collected.succeeded()) {
      throw new IOException("no collection: " + collected.lastLines());
    }
  }

  /** Of objects that the kernel keeps, of which those of sockets are the most here. */
  private static double kernelKilobytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("Slab:") || line.startsWith("PageTables:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
          .sum();
    }
  }

  private void settle() {
    pause(options.quick() ? SETTLE_QUICK : SETTLE);
  }

  private static void pause(Duration time) {
    var _ = Deadline.after(time).await(() -> false);
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
