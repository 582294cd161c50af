package dev.whiteboard.chat.client;

import dev.whiteboard.chat.client.ChatClients.Sources;
import dev.whiteboard.chat.client.TokenSource.Token;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.CloseCode;
import dev.whiteboard.chat.protocol.FrameBounds;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.wheel.Timer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device of a user, connected as long as that can be had: what is said to it goes out at last,
 * whatever dies between, and its listener is told each message once and in order.
 *
 * <p>All methods may be called from any thread, and none blocks.
 */
public final class ChatClient implements AutoCloseable {
  /*
   *   NEW ── start ─▸ CONNECTING ── welcome ─▸ ONLINE
   *                     ▴    │                    │  bye below 4500, an error, silence
   *          another    │    ▾                    │
   *          node *   WAITING ◂──────────────────┘
   *
   *   any ── bye from 4500 on, close(), no token ─▸ STOPPED
   *
   *   * the same where it was full: it keeps a place there for this client
   */
  private enum Phase {
    NEW,
    CONNECTING,
    ONLINE,
    WAITING,
    STOPPED
  }

  /** A node that is not heard for so many heartbeats is not there. */
  private static final int SILENT_HEARTBEATS_MAX = 2;

  /** A heartbeat comes early by up to this part of it. */
  private static final double EARLY_MAX = 0.25;

  /** A connection that lasted so long was a good one: the waits begin again. */
  private static final long GOOD_AFTER_MS = 5_000;

  private static final int NORMAL = 1000;
  private static final Logger log = LoggerFactory.getLogger(ChatClient.class);

  private final ClientOptions options;
  private final ChatListener listener;
  private final ClientLoop loop;
  private final UuidV7 ids;
  private final RandomGenerator random;
  private final Timer timer = new Timer(this::pulse);
  private final Reception reception;
  private final Outbox outbox;
  private final Reads reads;
  private final Backoff backoff;
  private final ShownToken token;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile ClientState state = new ClientState.New();

  private Phase phase = Phase.NEW;
  private @Nullable Line line;
  private int node;

  /** Which attempt to connect it is: what an earlier one brings late is not meant for this one. */
  private int attempt;

  private @Nullable List<UserId> watched;
  private long heartbeatMs;
  private long onlineAtMs;

  /** When what the phase waits for is due: the next attempt, the welcome or the next ping. */
  private long dueMs = Long.MAX_VALUE;

  private long heardMs;

  ChatClient(ClientOptions options, ChatListener listener, ClientLoop loop, Sources sources) {
    var limits = options.limits();
    this.options = options;
    this.listener = listener;
    this.loop = loop;
    this.ids = sources.ids();
    this.random = sources.random();
    this.reception =
        new Reception(
            options.cursors(),
            limits.chatsMax(),
            message -> tell(to -> to.onMessage(message)),
            this::say);
    this.outbox = new Outbox(limits.resendAfter().toMillis(), this::say);
    this.reads = new Reads(limits.chatsMax());
    this.backoff = new Backoff(limits.backoffFirst(), limits.backoffMax(), random);
    this.token = new ShownToken(options.tokens(), sources.clock());
  }

  /** Begins to connect; once. */
  public void start() {
    loop.run(() -> {
      if (phase == Phase.NEW) {
        connect();
      }
    });
  }

  /** What its connection is like. */
  public ClientState state() {
    return state;
  }

  /** How far it is in each chat: what a later client of the same device is to begin with. */
  public CompletionStage<Map<ChatId, Long>> cursors() {
    var answer = new CompletableFuture<Map<ChatId, Long>>();
    if (!loop.run(() -> answer.complete(reception.cursors()))) {
      answer.completeExceptionally(closed());
    }
    return answer;
  }

  /** Says something in a chat; see {@link #send(ClientFrame.Send)}. */
  public CompletionStage<Long> send(ChatId chat, String words) {
    return send(
        new ClientFrame.Send(newMid(), chat, Kind.TEXT, 0, new Content.Words(words), List.of()));
  }

  /** A name for a new message. */
  public MessageId newMid() {
    return new MessageId(ids.next());
  }

  /**
   * Sends a message until it has its place. Those of a chat get theirs in the order in which they
   * were sent here.
   *
   * @return its place, once it is durable; fails with {@link RefusedException} where the service
   *     does not take it, where too many wait already, or where the client has stopped; in the last
   *     case it may have its place nevertheless
   */
  public CompletionStage<Long> send(ClientFrame.Send message) {
    if (!fits(message)) {
      return refused("too-large", "The message is longer than any may be.", false);
    }
    if (pending.incrementAndGet() > options.limits().pendingMax()) {
      pending.decrementAndGet();
      return refused("full", "Too many messages wait for their place.", true);
    }
    var done = new CompletableFuture<Long>();
    var answer = done.whenComplete((_, _) -> pending.decrementAndGet());
    if (!loop.run(() -> take(message, done))) {
      done.completeExceptionally(closed());
    }
    return answer;
  }

  private static boolean fits(ClientFrame.Send message) {
    var fits =
        switch (message.content()) {
          case Content.Words(var body) -> body.length() <= FrameBounds.BODY_CHARS_MAX;
          case Content.Sealed(var ciphertext) ->
              ciphertext.length() <= FrameBounds.CIPHERTEXT_CHARS_MAX / 4 * 3;
          case Content.Nothing _ -> true;
        };
    return fits && message.files().size() <= FrameBounds.FILES_MAX;
  }

  private static CompletionStage<Long> refused(String code, String detail, boolean retryable) {
    return CompletableFuture.failedFuture(new RefusedException(code, detail, retryable));
  }

  private void take(ClientFrame.Send message, CompletableFuture<Long> done) {
    if (phase == Phase.STOPPED) {
      done.completeExceptionally(closed());
    } else {
      outbox.add(message, done, loop.nowMs());
      schedule();
    }
  }

  private static RefusedException closed() {
    return new RefusedException("closed", "The client has stopped.", false);
  }

  /** The user has seen all of a chat up to a message. */
  public void read(ChatId chat, long upto) {
    loop.run(() -> {
      reads.add(chat, upto);
      say(new ClientFrame.Read(chat, upto));
    });
  }

  /** The user is writing; nothing where there is no connection. */
  public void typing(ChatId chat) {
    loop.run(() -> say(new ClientFrame.Typing(chat)));
  }

  /** The user looks at these others, at most {@value FrameBounds#WATCHED_MAX}. */
  public void watch(List<UserId> users) {
    var copy = List.copyOf(users);
    loop.run(() -> {
      watched = copy;
      say(new ClientFrame.Presence(copy));
    });
  }

  /** Lets its connection go and takes another node, as a device does that changes networks. */
  public void reconnect() {
    loop.run(() -> {
      if (phase == Phase.ONLINE || phase == Phase.CONNECTING) {
        lost(anotherNode(), 0, "reconnect was asked for");
      }
    });
  }

  /** Ends it: what still waits for its place fails. */
  @Override
  public void close() {
    loop.run(() -> stop(NORMAL, "closed by its owner"));
  }

  // the connection

  private void connect() {
    var current = ++attempt;
    phase = Phase.CONNECTING;
    dueMs = loop.nowMs() + options.limits().connectMax().toMillis();
    var target = options.nodes().get(node);
    become(new ClientState.Connecting(target));
    token
        .ask()
        .whenComplete((got, failure) ->
            loop.run(() -> {
              if (current == attempt && phase == Phase.CONNECTING) {
                connect(target, got, failure);
              }
            }));
    schedule();
  }

  private void connect(URI target, @Nullable Token got, @Nullable Throwable failure) {
    if (got == null) {
      var cause = failure instanceof CompletionException e ? e.getCause() : failure;
      if (cause instanceof ApiException e && !e.isRetryable()) {
        stop(e.status(), String.valueOf(e.getMessage()));
      } else {
        lost(anotherNode(), 0, "no token: " + cause);
      }
      return;
    }
    token.take(got);
    line = Line.open(loop, target, new Hearing());
  }

  private final class Hearing implements Line.Events {
    @Override
    public void onOpen(Line from) {
      if (from == line) {
        from.send(
            new ClientFrame.Hello(token.text(), Optional.empty(), reception.cursorsForHello()));
      }
    }

    @Override
    public void onFrame(Line from, ServerFrame frame) {
      if (from == line) {
        heardMs = loop.nowMs();
        hear(frame);
        schedule();
      }
    }

    @Override
    public void onEnd(Line from, int code, String why) {
      if (from == line) {
        rejectTokenIf(code);
        ended(code, CloseCode.reconnect(code), 0, why + ", " + code);
      }
    }
  }

  private void rejectTokenIf(int code) {
    if (code == CloseCode.TOKEN_EXPIRED.code()) {
      token.reject();
    }
  }

  private void ended(int code, boolean reconnect, long afterMs, String why) {
    if (reconnect) {
      lost(code == CloseCode.FULL.code() ? node : anotherNode(), afterMs, why);
    } else {
      stop(code, why);
    }
  }

  /** Not the next one: of many clients that lose a node each survivor is to get its share. */
  private int anotherNode() {
    var count = options.nodes().size();
    return count == 1 ? node : (node + 1 + random.nextInt(count - 1)) % count;
  }

  private void lost(int next, long afterMs, String why) {
    drop();
    var now = loop.nowMs();
    if (phase == Phase.ONLINE && now - onlineAtMs >= GOOD_AFTER_MS) {
      backoff.reset();
    }
    node = next;
    var waitMs = Math.max(afterMs, backoff.failed());
    phase = Phase.WAITING;
    dueMs = now + waitMs;
    become(new ClientState.Waiting(waitMs, why));
    schedule();
  }

  private void stop(int code, String why) {
    if (phase == Phase.STOPPED) {
      return;
    }
    drop();
    phase = Phase.STOPPED;
    loop.cancel(timer);
    outbox.close(closed());
    become(new ClientState.Stopped(code, why));
  }

  private void drop() {
    attempt++;
    if (line != null) {
      line.drop();
      line = null;
    }
    outbox.disconnected();
    token.disconnected();
  }

  // what the service says

  private void hear(ServerFrame frame) {
    switch (frame) {
      case ServerFrame.Welcome welcome -> welcome(welcome);
      case ServerFrame.Sent(var mid, var chat, var seq, _, _) ->
          outbox.sent(chat, mid, seq, heardMs);
      case ServerFrame.Msg(var message) -> reception.message(message, heardMs);
      case ServerFrame.Gap(var chat, _, var to) -> reception.heard(chat, to, heardMs);
      case ServerFrame.Synced synced -> reception.synced(synced, heardMs);
      case ServerFrame.Pong(var heads) -> pong(heads);
      case ServerFrame.Failed error -> failed(error);
      case ServerFrame.Bye(var code, var reconnect, var afterMs) -> bye(code, reconnect, afterMs);
      case ServerFrame.Receipt receipt -> tell(to -> to.onReceipt(receipt));
      case ServerFrame.Presence presence -> tell(to -> to.onPresence(presence));
      case ServerFrame.Typing typing -> tell(to -> to.onTyping(typing));
    }
  }

  private void welcome(ServerFrame.Welcome welcome) {
    phase = Phase.ONLINE;
    onlineAtMs = heardMs;
    heartbeatMs = Math.max(1, welcome.heartbeatMs());
    pingLater();
    token.renewLater(heardMs);
    become(new ClientState.Online(welcome));
    reception.connected(heardMs);
    reads.connected(this::say);
    if (watched != null) {
      say(new ClientFrame.Presence(watched));
    }
    outbox.connected(heardMs);
  }

  private void pong(Map<ChatId, Long> heads) {
    reads.ponged();
    heads.forEach((chat, head) -> reception.heard(chat, head, heardMs));
  }

  private void failed(ServerFrame.Failed error) {
    var mid = error.mid();
    var chat = error.chat();
    if (mid.isPresent()) {
      var why = new RefusedException(error.code(), error.detail(), error.retryable());
      outbox.refused(mid.get(), why, error.retryAfterMs(), heardMs);
    } else if (chat.isPresent()) {
      reception.refused(chat.get(), error.retryable(), error.retryAfterMs(), heardMs);
    } else {
      tell(to -> to.onError(error));
    }
  }

  private void bye(int code, boolean reconnect, long afterMs) {
    rejectTokenIf(code);
    ended(code, reconnect && CloseCode.reconnect(code), afterMs, "bye, " + code);
  }

  // time

  private void pulse(long nowMs) {
    switch (phase) {
      case WAITING -> connect();
      case CONNECTING -> {
        if (nowMs >= dueMs) {
          lost(anotherNode(), 0, "no welcome in time");
        }
      }
      case ONLINE -> pulseOnline(nowMs);
      case NEW, STOPPED -> {}
    }
    schedule();
  }

  private void pulseOnline(long nowMs) {
    if (nowMs - heardMs >= SILENT_HEARTBEATS_MAX * heartbeatMs) {
      lost(anotherNode(), 0, "not heard for " + (nowMs - heardMs) + " ms");
      return;
    }
    if (nowMs >= dueMs) {
      reads.pinged();
      say(new ClientFrame.Ping());
      pingLater();
    }
    if (nowMs >= token.renewAtMs()) {
      renew();
    }
    reception.run(nowMs);
    outbox.run(nowMs);
  }

  private void pingLater() {
    var early = random.nextDouble() * EARLY_MAX;
    dueMs = loop.nowMs() + (long) (heartbeatMs * (1 - early));
  }

  /** Shows a new token on the same connection. */
  private void renew() {
    var current = attempt;
    token
        .renew(loop.nowMs())
        .whenComplete((got, failure) ->
            loop.run(() -> {
              if (failure != null) {
                log.debug("no new token yet", failure);
              } else if (current == attempt && phase == Phase.ONLINE) {
                token.take(got);
                say(new ClientFrame.Hello(token.text(), Optional.empty(), Map.of()));
                token.renewLater(loop.nowMs());
                schedule();
              }
            }));
  }

  private void schedule() {
    if (phase == Phase.NEW || phase == Phase.STOPPED) {
      return;
    }
    var due = dueMs;
    if (phase == Phase.ONLINE) {
      due = Math.min(due, heardMs + SILENT_HEARTBEATS_MAX * heartbeatMs);
      due = Math.min(due, token.renewAtMs());
      due = Math.min(due, Math.min(reception.dueMs(), outbox.dueMs()));
    }
    loop.schedule(timer, due);
  }

  // out

  private void say(ClientFrame frame) {
    if (phase == Phase.ONLINE && line != null) {
      line.send(frame);
    }
  }

  private void become(ClientState next) {
    state = next;
    tell(to -> to.onState(next));
  }

  private void tell(Consumer<ChatListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      log.error("a listener failed", e);
    }
  }
}
