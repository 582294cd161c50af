package dev.whiteboard.bench.rig;

import dev.whiteboard.chat.client.ChatClient;
import dev.whiteboard.chat.client.ChatClients;
import dev.whiteboard.chat.client.ChatListener;
import dev.whiteboard.chat.client.ClientLimits;
import dev.whiteboard.chat.client.ClientOptions;
import dev.whiteboard.chat.client.ClientState;
import dev.whiteboard.chat.client.TokenSource;
import dev.whiteboard.chat.client.TokenSource.Token;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.stack.process.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/**
 * People who use our client library, all on one event loop: they come back by themselves when their
 * node has gone, with the library's own waits. What they say and hear is compared to the last
 * message.
 */
final class ChatReturners implements AutoCloseable {
  /** The name of no node. */
  static final String NOBODY = "";

  private static final Duration ALL_MAX = Duration.ofSeconds(90);

  /** 250 a second: a node welcomes so many as they come, and none is sent to the next. */
  private static final int STARTED_AT_ONCE = 5;

  private static final long START_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MILLIS_MAX = 600_000;

  /** A prime, so that neighbours are not of one chat. */
  private static final long STRIDE = 7_919;

  private final ChatClients clients;
  private final List<Member> members = new ArrayList<>();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong toHear = new AtomicLong();
  private final AtomicLong heard = new AtomicLong();
  private final AtomicReference<String> broken = new AtomicReference<>("");

  /** Nobody is connected yet; each is in one chat. */
  ChatReturners(ChatPeople people, List<URI> nodes) throws TimeoutException {
    clients =
        ChatClients.open(
            new ChatClients.Sources(InstantSource.system(), System::nanoTime, new AnyRandom()), 1);
    for (var group : people.groups()) {
      var tally = new ChatTally(group.id(), group.members());
      for (var place : group.members()) {
        members.add(new Member(tally, people.devices().get(place), nodes));
      }
    }
  }

  /** Safe for any thread. */
  private static final class AnyRandom implements RandomGenerator {
    @Override
    public long nextLong() {
      return ThreadLocalRandom.current().nextLong();
    }
  }

  /** Somebody: what he heard is of the event loop alone, until all is quiet. */
  private final class Member implements ChatListener {
    private final ChatTally tally;
    private final ChatClient client;
    private volatile long onlineNanos;
    private volatile String servedBy = NOBODY;
    private long last;
    private long digest;

    Member(ChatTally tally, ChatPeople.Device device, List<URI> nodes) {
      this.tally = tally;
      var token = new Token(device.token(), device.caller().expiresAt());
      TokenSource tokens = _ -> CompletableFuture.completedFuture(token);
      var options = new ClientOptions(nodes, tokens, Map.of(), ClientLimits.DEFAULT);
      this.client = clients.client(options, this);
    }

    @Override
    public void onMessage(Message message) {
      if (message.seq() != last + 1) {
        broken.set("%s: %d behind %d".formatted(tally, message.seq(), last));
      }
      last = message.seq();
      digest += ChatTally.digest(message.seq(), number(message));
      heard.incrementAndGet();
    }

    @Override
    public void onState(ClientState state) {
      if (state instanceof ClientState.Online(var welcome)) {
        onlineNanos = System.nanoTime();
        servedBy = welcome.node();
      } else {
        servedBy = NOBODY;
      }
    }

    void say(long number) {
      client
          .send(tally.id(), Long.toString(number))
          .whenComplete((seq, failure) -> {
            if (failure == null) {
              tally.sent(seq, number);
              toHear.addAndGet(tally.members().size());
            } else {
              broken.set("message %d: %s".formatted(number, failure));
            }
            answered.incrementAndGet();
          });
    }
  }

  private static long number(Message message) {
    return message.content() instanceof Content.Words(var body) ? Long.parseLong(body) : -1;
  }

  /** Connects all, and waits for them. */
  void start() throws IOException {
    for (var i = 0; i < members.size(); i++) {
      members.get(i).client.start();
      if (i % STARTED_AT_ONCE == 0) {
        LockSupport.parkNanos(START_EVERY_NANOS);
      }
    }
    if (!Deadline.after(ALL_MAX).await(() -> of(NOBODY) == 0)) {
      throw new IOException(of(NOBODY) + " could not connect");
    }
  }

  /** How many are served by this node, or by {@link #NOBODY}. */
  long of(String node) {
    return members.stream().filter(member -> member.servedBy.equals(node)).count();
  }

  /** How long after that moment each was welcome who came since, in ms. */
  Histogram backMillis(long sinceNanos) {
    var millis = new Histogram(MILLIS_MAX, 3);
    members.stream()
        .map(member -> member.onlineNanos - sinceNanos)
        .filter(nanos -> nanos > 0)
        .forEach(nanos -> millis.recordValue(TimeUnit.NANOSECONDS.toMillis(nanos)));
    return millis;
  }

  /**
   * Says something now and again, each time somebody else.
   *
   * @return whether the condition came true, in time
   */
  boolean talk(int perSecond, BooleanSupplier until) {
    var startNanos = System.nanoTime();
    var said = 0L;
    while (!until.getAsBoolean()) {
      if (System.nanoTime() - startNanos > ALL_MAX.toNanos()) {
        return false;
      }
      while (startNanos + said * TimeUnit.SECONDS.toNanos(1) / perSecond < System.nanoTime()) {
        var number = asked.getAndIncrement();
        members.get((int) (number * STRIDE % members.size())).say(number);
        said++;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /**
   * Waits until everybody has everything, and verifies it.
   *
   * @return how many messages that are, of all times
   */
  long verify() throws IOException {
    var isComplete =
        Deadline.after(ALL_MAX)
            .await(() -> answered.get() == asked.get() && heard.get() >= toHear.get());
    if (!isComplete || !broken.get().isEmpty()) {
      throw new IOException(
          "of %d messages %d are answered, and %d of %d deliveries came; %s"
              .formatted(asked.get(), answered.get(), heard.get(), toHear.get(), broken.get()));
    }
    for (var member : members) {
      if (!member.tally.isAllOf(member.last, member.digest)) {
        throw new IOException("a member has up to %d of %s".formatted(member.last, member.tally));
      }
    }
    return answered.get();
  }

  @Override
  public void close() throws TimeoutException {
    members.forEach(member -> member.client.close());
    clients.close();
  }
}
