package dev.whiteboard.chat.session;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.fanout.Delivery;
import dev.whiteboard.chat.fanout.Hub.Watch;
import dev.whiteboard.chat.fanout.Incoming;
import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.fanout.Subscriber;
import dev.whiteboard.chat.fanout.Subscription;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.BadFrameException;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.ClientFrames;
import dev.whiteboard.chat.protocol.CloseCode;
import dev.whiteboard.chat.protocol.FrameBounds;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import dev.whiteboard.chat.room.UserChats.UserChat;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.chat.websocket.Socket;
import dev.whiteboard.chat.websocket.SocketHandler;
import dev.whiteboard.chat.wheel.Timer;
import dev.whiteboard.kit.store.StoreAwayException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection, from its {@code hello} to its end. It keeps nothing that the client
 * could not get elsewhere: who loses it goes on with any other node.
 *
 * <pre>
 *   NEW ── hello ─▸ LOADING ── the user's chats are watched ─▸ OPEN ── bye, close ─▸ ENDED
 * </pre>
 */
public final class Connection implements SocketHandler, Subscriber, Watching.Viewer {
  private enum State {
    NEW,
    LOADING,
    OPEN,
    ENDED
  }

  /** A client that is not heard for so many heartbeats is gone; a tenth for the network. */
  private static final double SILENT_HEARTBEATS_MAX = 2.1;

  /** How soon a client is told of what was withheld from it. */
  private static final int GAP_MS = 250;

  /** A client that says so often what can't be understood is not one of ours. */
  private static final int BAD_FRAMES_MAX = 20;

  /** Reads of a user's chats while these change. */
  private static final int LOADS_MAX = 5;

  private static final int TYPING_EVERY_MS = 1_000;

  /** A client that can't be served now comes back within this, at random. */
  private static final int COME_BACK_MS = 2_000;

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Parts.OfNode node;
  private final Parts.OfLoop loop;
  private final Socket socket;
  private final Outbound outbound;
  private final Requests requests;
  private final ChatsLoader loader;
  private final Timer timer = new Timer(this::check);

  /** What the client has, until it is welcome. */
  private Map<ChatId, Long> cursors = Map.of();

  /** While it is {@code LOADING}. */
  private Admission.@Nullable Pass pass;

  private State state = State.NEW;
  private @Nullable Caller caller;
  private long heardMs;
  private long typedMs;
  private int badFrames;

  private Connection(Parts.OfNode node, Parts.OfLoop loop, Socket socket) {
    this.node = node;
    this.loop = loop;
    this.socket = socket;
    this.outbound = new Outbound(socket, node.settings().windowMax(), node.meters());
    this.requests = new Requests(node, socket);
    this.loader = new ChatsLoader(node, socket.eventLoop());
  }

  /**
   * Begins.
   *
   * @param handshakeToken what stood in {@code Authorization: Bearer}; who sends it there need not
   *     say hello
   */
  public static Connection open(
      Parts.OfNode node, Parts.OfLoop loop, Socket socket, Optional<String> handshakeToken) {
    var connection = new Connection(node, loop, socket);
    node.meters().opened();
    connection.heardMs = loop.nowMs().getAsLong();
    connection.checkAfter(node.settings().helloDeadline().toMillis());
    handshakeToken.ifPresent(token ->
        connection.hello(new ClientFrame.Hello(Optional.of(token), Optional.empty(), Map.of())));
    return connection;
  }

  @Override
  public void onText(Socket from, byte[] utf8) {
    heardMs = loop.nowMs().getAsLong();
    if (state == State.ENDED) {
      return;
    }
    try {
      handle(ClientFrames.parse(Buffer.buffer(utf8)));
    } catch (BadFrameException e) {
      Frames.send(socket, new ServerFrame.Failed(e.mid(), "bad-frame", e.detail(), false, 0));
      if (++badFrames > BAD_FRAMES_MAX) {
        bye(CloseCode.BAD_FRAMES, 0);
      }
    }
  }

  private void handle(ClientFrame frame) {
    switch (frame) {
      case ClientFrame.Hello hello -> hello(hello);
      case ClientFrame.Ping _ -> ping();
      default -> {
        var known = caller;
        if (known == null || state != State.OPEN) {
          failed("not-ready", "Say hello first, and wait for welcome.");
        } else {
          handle(known, frame);
        }
      }
    }
  }

  private void handle(Caller known, ClientFrame frame) {
    switch (frame) {
      case ClientFrame.Send send -> requests.send(known, send);
      case ClientFrame.Sync sync -> sync(known, sync);
      case ClientFrame.Ack(var chat, var upto) -> ack(known, chat, upto);
      case ClientFrame.Read(var chat, var upto) -> read(known, chat, upto);
      case ClientFrame.Typing(var chat) -> typing(known, chat);
      case ClientFrame.Presence(var users) ->
          node.outlets().watching().watch(this, known.user(), users);
      case ClientFrame.Hello _, ClientFrame.Ping _ -> {} // handled above
    }
  }

  // hello

  private void hello(ClientFrame.Hello hello) {
    var found =
        hello.token().isPresent()
            ? node.authenticator().authenticate(hello.token().get())
            : Optional.ofNullable(caller);
    if (found.isEmpty()) {
      bye(CloseCode.BAD_TOKEN, 0);
    } else if (hello.device().filter(device -> !device.equals(found.get().device())).isPresent()) {
      failed("bad-frame", "device is not the token's");
    } else if (state == State.NEW) {
      begin(found.get(), hello.cursors());
    } else if (found.get().session().equals(session().orElse(null))) {
      caller = found.get();
      hasUpTo(found.get(), hello.cursors());
    } else {
      failed("bad-frame", "token is of another sign-in");
    }
  }

  /** What the client says that it has, once it was let in by the handshake. */
  private void hasUpTo(Caller known, Map<ChatId, Long> cursors) {
    if (state == State.LOADING) {
      this.cursors = cursors;
    } else {
      cursors.forEach((chat, seq) -> ack(known, chat, seq));
    }
  }

  private void begin(Caller known, Map<ChatId, Long> cursors) {
    if (loop.hub().of(known.user()).size() >= node.settings().connectionsMax()) {
      bye(CloseCode.FULL, comeBackMs());
      return;
    }
    var entered = node.admission().enter();
    if (entered.isEmpty()) {
      bye(CloseCode.FULL, node.admission().turnAway());
      return;
    }
    pass = entered.get();
    caller = known;
    this.cursors = cursors;
    state = State.LOADING;
    loop.hub().add(this);
    load(known, 1);
  }

  private void load(Caller known, int attempt) {
    loader.load(
        known,
        new ChatsLoader.Answer() {
          @Override
          public void loaded(List<UserChat> chats) {
            Connection.this.loaded(known, chats, attempt);
          }

          @Override
          public void notLoaded(RuntimeException why) {
            Connection.this.notLoaded(why);
          }
        });
  }

  private void notLoaded(RuntimeException why) {
    if (!(why instanceof StoreAwayException || why instanceof RejectedExecutionException)) {
      log.atError().setCause(why).log("the chats of a user could not be read");
    }
    bye(CloseCode.UNAVAILABLE, comeBackMs());
  }

  private void loaded(Caller known, List<UserChat> chats, int attempt) {
    if (state != State.LOADING) {
      return;
    }
    var isOld = false;
    for (var chat : chats) {
      isOld |= !outbound.watches(chat.chat()) && !watch(known, chat);
    }
    if (isOld && attempt < LOADS_MAX) {
      load(known, attempt + 1);
    } else if (isOld) {
      bye(CloseCode.UNAVAILABLE, comeBackMs());
    } else {
      welcome(known);
    }
  }

  /** Whether what was read is new enough to tell whether the user is in the chat. */
  private boolean watch(Caller known, UserChat chat) {
    return switch (loop.hub().watch(this, chat).orElse(null)) {
      case Watch.Begun(var subscription) -> {
        outbound.add(subscription);
        var has = Math.max(cursors.getOrDefault(chat.chat(), 0L), chat.joinedSeq());
        subscription.startAt(Math.min(has, subscription.head()));
        if (has < subscription.head()) {
          subscription.withheld(has + 1);
        }
        if (has > chat.deliveredSeq()) {
          delivered(known, subscription, has);
        }
        yield true;
      }
      case Watch.No _ -> true;
      case null -> false;
    };
  }

  private void welcome(Caller known) {
    state = State.OPEN;
    endPass(Admission.Pass::welcomed);
    cursors = Map.of();
    var settings = node.settings();
    Frames.send(
        socket,
        new ServerFrame.Welcome(
            known.session(),
            node.node(),
            settings.heartbeat().toMillis(),
            settings.windowMax(),
            FrameBounds.FRAME_BYTES_MAX));
    node.outlets().watching().came(known.user());
    outbound.open();
    checkAfter(settings.heartbeat().toMillis());
  }

  private void endPass(Consumer<Admission.Pass> how) {
    if (pass != null) {
      how.accept(pass);
      pass = null;
    }
  }

  // what a client says

  private void sync(Caller known, ClientFrame.Sync sync) {
    ack(known, sync.chat(), sync.after());
    requests.sync(known, sync);
  }

  private void ack(Caller known, ChatId chat, long upto) {
    var subscription = outbound.of(chat);
    if (subscription != null) {
      outbound.acked(subscription, upto);
      delivered(known, subscription, upto);
    }
  }

  private void delivered(Caller known, Subscription subscription, long upto) {
    var delivered = Math.min(upto, subscription.head());
    if (delivered > subscription.joinedSeq()) {
      node.outlets().marks().delivered(subscription.chat(), known.user(), delivered);
    }
  }

  private void read(Caller known, ChatId chat, long upto) {
    var subscription = outbound.of(chat);
    if (subscription != null) {
      var seen = Math.min(upto, subscription.head());
      if (seen > subscription.joinedSeq()) {
        node.outlets().marks().read(chat, known.user(), seen);
      }
    }
  }

  private void typing(Caller known, ChatId chat) {
    if (!outbound.watches(chat) || heardMs - typedMs < TYPING_EVERY_MS) {
      return;
    }
    typedMs = heardMs;
    if (!loop.hub().takeTyping(chat, heardMs)) {
      return;
    }
    var frame = ServerFrames.json(new ServerFrame.Typing(chat, known.user())).encode();
    var news = new NodeNews.ToChat(chat, Optional.of(known.user()), frame);
    node.outlets().switchboard().onEach(hub -> Incoming.tell(hub, news));
    node.outlets().outgoing().toChat(news);
  }

  private void ping() {
    var known = caller;
    if (known != null && state == State.OPEN) {
      var _ = node.outlets().routes().lease(known.user(), known.device());
      node.outlets().watching().heard(known.user());
    }
    Frames.send(socket, new ServerFrame.Pong(outbound.unackedHeads()));
  }

  // what goes to the client

  @Override
  public UserId user() {
    return who().user();
  }

  /** The sign-in that the client showed; empty before hello. */
  public Optional<SessionId> session() {
    return Optional.ofNullable(caller).map(Caller::session);
  }

  @Override
  public void deliver(Subscription subscription, Delivery delivery, Frame frame) {
    var wasWithholding = outbound.isWithholding();
    if (outbound.deliver(subscription, delivery.seq(), frame, loop.nowMs().getAsLong())) {
      node.meters().delivered(node.clock().millis() - delivery.message().at().toEpochMilli());
    } else if (!wasWithholding && outbound.isWithholding()) {
      checkAfter(GAP_MS);
    }
  }

  @Override
  public void tell(Frame frame) {
    if (state == State.OPEN && socket.isWritable()) {
      var _ = socket.send(frame);
    }
  }

  @Override
  public Executor eventLoop() {
    return socket.eventLoop();
  }

  @Override
  public boolean show(ServerFrame.Presence presence) {
    return state == State.OPEN && socket.isWritable() && Frames.send(socket, presence);
  }

  @Override
  public void subscribed(Subscription subscription) {
    outbound.add(subscription);
    if (state == State.OPEN) {
      outbound.tellGaps();
    }
  }

  @Override
  public void unsubscribed(Subscription subscription) {
    outbound.remove(subscription);
  }

  @Override
  public void onWritable(Socket which) {
    if (state == State.OPEN && outbound.isWithholding()) {
      outbound.tellGaps();
    }
  }

  // its end

  private void check(long nowMs) {
    var settings = node.settings();
    var silentMsMax = (long) (settings.heartbeat().toMillis() * SILENT_HEARTBEATS_MAX);
    if (caller == null) {
      bye(CloseCode.NO_HELLO, 0);
    } else if (nowMs - heardMs > silentMsMax) {
      bye(CloseCode.SILENT, comeBackMs());
    } else if (!node.clock().instant().isBefore(caller.expiresAt())) {
      bye(CloseCode.TOKEN_EXPIRED, 0);
    } else if (outbound.stuckMs(nowMs) > settings.slowMax().toMillis()) {
      bye(CloseCode.SLOW, comeBackMs());
    } else {
      if (state == State.OPEN && outbound.isWithholding()) {
        outbound.tellGaps();
      }
      checkAfter(outbound.isWithholding() ? GAP_MS : settings.heartbeat().toMillis());
    }
  }

  /**
   * Tells the client that this is the end, and why.
   *
   * @param afterMs when it is to come back, where it is
   */
  public void bye(CloseCode code, long afterMs) {
    if (state != State.ENDED) {
      Frames.send(socket, new ServerFrame.Bye(code.code(), code.reconnect(), afterMs));
      socket.close(code.code(), "");
      end();
    }
  }

  @Override
  public void onClosed(Socket which, int code) {
    end();
    node.meters().closed();
  }

  private void end() {
    if (state == State.ENDED) {
      return;
    }
    var hadCome = state == State.OPEN;
    state = State.ENDED;
    endPass(Admission.Pass::gaveUp);
    loop.wheel().cancel(timer);
    var known = caller;
    if (known != null) {
      loop.hub().remove(this, outbound.subscriptions());
      if (hadCome) {
        node.outlets().watching().gone(this, known.user());
      }
      var _ = node.outlets().routes().release(known.user(), known.device());
    }
  }

  private void checkAfter(long delayMs) {
    loop.wheel().schedule(timer, loop.nowMs().getAsLong() + delayMs);
  }

  private long comeBackMs() {
    return node.random().nextLong(COME_BACK_MS);
  }

  private Caller who() {
    if (caller == null) {
      throw new IllegalStateException("nobody has said hello");
    }
    return caller;
  }

  private void failed(String code, String detail) {
    Frames.send(socket, new ServerFrame.Failed(Optional.empty(), code, detail, false, 0));
  }
}
