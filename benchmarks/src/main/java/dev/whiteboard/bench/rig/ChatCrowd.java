package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Clients of the chat, by one thread and one selector: they send at a fixed rate, and do with what
 * comes what every client has to do.
 *
 * <pre>
 *   due ─▸ send ──────────▸ node ─┬─▸ sent       time from when it was due: how long a send takes
 *                                 └─▸ msg, to each member: how long a delivery takes
 *   the next seq: taken   an old one: dropped   one too far, or gap: sync
 *   ack after 50 ms or 64 messages, as our client library does; a sign of life every 20 s
 * </pre>
 *
 * <p>A round ends when each message has its place and every member has it. Then each member's
 * digest of what it heard is compared with the digest of what the senders were told.
 */
final class ChatCrowd implements AutoCloseable {
  private static final int SCRATCH_BYTES = 256 * 1024;

  /** Handshakes at a time: the node is to be filled, not to be stormed. */
  private static final int CONNECTING_MAX = 64;

  private static final Duration CONNECTED_MAX = Duration.ofMinutes(5);

  /** Who has not answered by then will not. */
  private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(30);

  /** By how much it may be late; with a quarter of it, waiting alone took a fifth of the core. */
  private static final long PAUSE_NANOS = 200_000;

  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long ACK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int ACK_EVERY = 64;

  /** What could not be done now is tried again. */
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Addresses of this machine, each with 28,000 ports of its own. */
  private static final int ADDRESSES = 4;

  private static final int ADDRESS_CONNECTIONS_MAX = 2_500;

  private final List<String> tokens;
  private final Supplier<Duration> cpuSoFar;
  private final String padding;
  private final List<ChatTally> tallies;
  private final Map<Integer, List<ChatTally>> chatsOf = new HashMap<>();
  private final ChatSocket[] sockets;
  private final Selector selector = Selector.open();
  private final Scratch scratch = new Scratch(SCRATCH_BYTES);
  private final FrameScan scan = new FrameScan();
  private final ArrayDeque<ChatSocket> acks = new ArrayDeque<>();
  private final ArrayDeque<ChatSocket> pings = new ArrayDeque<>();
  private final ArrayDeque<Later> laters = new ArrayDeque<>();
  private final long namedMillis = System.currentTimeMillis();
  private Run run;
  private long numbered;
  private int welcomed;

  /** What is tried again, and when. */
  private record Later(long atNanos, Step step) {}

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /**
   * Nobody is connected yet.
   *
   * @param people in whose chats nothing has been said
   * @param cpuSoFar processor time that the nodes took
   * @param bodyBytes of a message
   */
  ChatCrowd(ChatPeople people, Supplier<Duration> cpuSoFar, int bodyBytes) throws IOException {
    this(
        people.devices().stream().map(ChatPeople.Device::token).toList(),
        people.groups(),
        cpuSoFar,
        bodyBytes);
  }

  /** Who shows these tokens, and says nothing. */
  ChatCrowd(List<String> tokens) throws IOException {
    this(tokens, List.of(), () -> Duration.ZERO, 0);
  }

  private ChatCrowd(
      List<String> tokens,
      List<ChatPeople.Group> groups,
      Supplier<Duration> cpuSoFar,
      int bodyBytes)
      throws IOException {
    this.tokens = tokens;
    this.cpuSoFar = cpuSoFar;
    this.padding = " " + "x".repeat(Math.max(0, bodyBytes - 10));
    this.sockets = new ChatSocket[tokens.size()];
    this.tallies =
        groups.stream().map(group -> new ChatTally(group.id(), group.members())).toList();
    for (var tally : tallies) {
      for (var member : tally.members()) {
        chatsOf.computeIfAbsent(member, _ -> new ArrayList<>(1)).add(tally);
      }
    }
    this.run = new Run(1, 0);
  }

  /**
   * Connects all, and waits until each is welcome.
   *
   * @param nodes where each is to connect to, by its place
   */
  void connect(IntFunction<URI> nodes) throws IOException {
    var giveUpNanos = System.nanoTime() + CONNECTED_MAX.toNanos();
    for (var i = 0; i < sockets.length; i++) {
      while (i - welcomed >= CONNECTING_MAX) {
        pump(giveUpNanos);
      }
      var from = "127.0.0." + (1 + i / ADDRESS_CONNECTIONS_MAX % ADDRESSES);
      sockets[i] = ChatSocket.open(selector, nodes.apply(i), tokens.get(i), from);
      chatsOf.getOrDefault(i, List.of()).forEach(sockets[i]::joins);
    }
    while (welcomed < sockets.length) {
      pump(giveUpNanos);
    }
  }

  private void pump(long giveUpNanos) throws IOException {
    if (System.nanoTime() > giveUpNanos) {
      throw new IOException("%d of %d are welcome".formatted(welcomed, sockets.length));
    }
    turn();
  }

  /** Sends nothing for a while but signs of life. */
  void rest(Duration time) throws IOException {
    var endNanos = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < endNanos) {
      turn();
    }
  }

  /**
   * Sends so much a second for so long, waits for the last answer and the last delivery, and
   * verifies all of them.
   */
  ChatRound run(int perSecond, Duration time) throws IOException {
    var coresBefore = CoreTimes.read();
    var cpuBefore = cpuSoFar.get();
    run = new Run(perSecond, Math.max(1, perSecond * time.toMillis() / 1_000));
    while (!run.isOver()) {
      run.sendWhatIsDue();
      turn();
    }
    var cpu = cpuSoFar.get().minus(cpuBefore);
    run.requireAll();
    verify();
    return run.result(cpu, CoreTimes.read().busyPercentSince(coresBefore));
  }

  private void verify() throws IOException {
    for (var socket : sockets) {
      for (var heard : socket.chats()) {
        if (!heard.chat.isAllOf(heard.last, heard.digest)) {
          throw new IOException("a member has up to %d of %s".formatted(heard.last, heard.chat));
        }
      }
    }
  }

  private void turn() throws IOException {
    var nowNanos = System.nanoTime();
    while (!laters.isEmpty() && laters.peek().atNanos - nowNanos <= 0) {
      laters.remove().step.run();
    }
    while (!acks.isEmpty() && acks.peek().ackDueNanos - nowNanos <= 0) {
      acks.remove().acknowledge();
    }
    while (!pings.isEmpty() && pings.peek().pingDueNanos - nowNanos <= 0) {
      var socket = pings.remove();
      socket.send(ChatFrames.ping());
      socket.pingDueNanos = nowNanos + PING_NANOS;
      pings.add(socket);
    }
    if (selector.selectNow() == 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    } else {
      for (var key : selector.selectedKeys()) {
        ready(key);
      }
      selector.selectedKeys().clear();
    }
  }

  private void ready(SelectionKey key) throws IOException {
    ((ChatSocket) key.attachment()).ready(scratch, this::heard);
  }

  private void heard(ChatSocket socket, byte[] bytes, int from, int to) throws IOException {
    scan.read(bytes, from, to);
    switch (scan.type) {
      case "msg" -> message(socket, socket.heard(bytes, scan.chatAt));
      case "sent" -> run.sent(socket.heard(bytes, scan.chatAt).chat, scan);
      case "gap" -> {
        run.gaps++;
        syncUnlessAsked(socket, socket.heard(bytes, scan.chatAt));
      }
      case "synced" -> synced(socket, socket.heard(bytes, scan.chatAt));
      case "welcome" -> welcome(socket);
      case "pong", "receipt", "presence", "typing" -> {}
      default -> refused(socket, bytes, from, to);
    }
  }

  private void welcome(ChatSocket socket) {
    socket.pingDueNanos = System.nanoTime() + PING_NANOS;
    pings.add(socket);
    welcomed++;
  }

  private void message(ChatSocket socket, ChatSocket.Heard heard) throws IOException {
    if (scan.seq <= heard.last) {
      return;
    }
    if (scan.seq > heard.last + 1) {
      syncUnlessAsked(socket, heard);
      return;
    }
    if (scan.number != scan.bodyNumber) {
      throw new IOException(
          "message %d has the body of %d".formatted(scan.number, scan.bodyNumber));
    }
    heard.last = scan.seq;
    heard.digest += ChatTally.digest(scan.seq, scan.number);
    run.delivered(scan.number);
    if (socket.unacked == 0) {
      socket.ackDueNanos = System.nanoTime() + ACK_NANOS;
      acks.add(socket);
    }
    if (++socket.unacked == ACK_EVERY) {
      acks.remove(socket);
      socket.acknowledge();
    }
  }

  private void syncUnlessAsked(ChatSocket socket, ChatSocket.Heard heard) throws IOException {
    if (!heard.syncing) {
      socket.sync(heard);
    }
  }

  private void synced(ChatSocket socket, ChatSocket.Heard heard) throws IOException {
    heard.syncing = false;
    if (scan.head > heard.last) {
      syncLater(socket, heard);
    }
  }

  private void syncLater(ChatSocket socket, ChatSocket.Heard heard) {
    heard.syncing = true;
    laters.add(new Later(System.nanoTime() + AGAIN_NANOS, () -> socket.sync(heard)));
  }

  private void refused(ChatSocket socket, byte[] bytes, int from, int to) throws IOException {
    if (!scan.retryable) {
      throw new IOException("a node says " + new String(bytes, from, to - from, UTF_8));
    }
    if (scan.number >= 0) {
      run.retries++;
      var number = scan.number;
      laters.add(new Later(System.nanoTime() + AGAIN_NANOS, () -> send(number)));
    } else if (scan.chatAt >= 0) {
      syncLater(socket, socket.heard(bytes, scan.chatAt));
    }
  }

  /** The chats take turns, and in each of them its members. */
  private void send(long number) throws IOException {
    var tally = tallies.get((int) (number % tallies.size()));
    var members = tally.members();
    var sender = members.get((int) (number / tallies.size() % members.size()));
    sockets[sender].send(ChatFrames.send(tally.id(), number, namedMillis + number, padding));
  }

  @Override
  public void close() throws IOException {
    for (var socket : sockets) {
      if (socket != null) {
        socket.close();
      }
    }
    selector.close();
  }

  /** A round: its messages, and what became of them. */
  private final class Run {
    private static final long MICROS_MAX = 60_000_000;

    private final Histogram sendMicros = new Histogram(MICROS_MAX, 3);
    private final Histogram deliveryMicros = new Histogram(MICROS_MAX, 3);
    private final long startNanos = System.nanoTime();
    private final long first = numbered;
    private final int perSecond;
    private final long count;
    private long answered;
    private long delivered;
    private long toDeliver;
    private long lastNanos = startNanos;
    private long retries;
    private long gaps;

    Run(int perSecond, long count) {
      this.perSecond = perSecond;
      this.count = count;
    }

    private long dueNanos(long number) {
      return startNanos + (number - first) * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    void sendWhatIsDue() throws IOException {
      while (numbered < first + count && dueNanos(numbered) - System.nanoTime() <= 0) {
        send(numbered++);
      }
    }

    void sent(ChatTally tally, FrameScan frame) {
      tally.sent(frame.seq, frame.number);
      answered++;
      toDeliver += tally.members().size();
      record(sendMicros, frame.number);
    }

    void delivered(long number) {
      delivered++;
      record(deliveryMicros, number);
    }

    private void record(Histogram micros, long number) {
      lastNanos = System.nanoTime();
      micros.recordValue(Math.clamp((lastNanos - dueNanos(number)) / 1_000, 0, MICROS_MAX));
    }

    boolean isOver() {
      return isDone() || System.nanoTime() - dueNanos(first + count) > LAST_ANSWERS_MAX.toNanos();
    }

    private boolean isDone() {
      return answered == count && delivered == toDeliver;
    }

    void requireAll() throws IOException {
      if (!isDone()) {
        throw new IOException(
            "of %d messages %d are answered, and %d of %d deliveries came"
                .formatted(count, answered, delivered, toDeliver));
      }
    }

    ChatRound result(Duration cpu, SortedMap<Integer, Long> busyPercent) {
      return new ChatRound(
          perSecond,
          answered,
          delivered,
          (lastNanos - startNanos) / 1e9,
          Latency.of(sendMicros),
          Latency.of(deliveryMicros),
          retries,
          gaps,
          cpu.toMillis() / 1e3,
          busyPercent);
    }
  }
}
