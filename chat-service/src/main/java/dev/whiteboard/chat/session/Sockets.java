package dev.whiteboard.chat.session;

import dev.whiteboard.chat.fanout.Hub;
import dev.whiteboard.chat.fanout.MissingMessages;
import dev.whiteboard.chat.fanout.Subscriber;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.SeqRange;
import dev.whiteboard.chat.protocol.CloseCode;
import dev.whiteboard.chat.websocket.OriginRule;
import dev.whiteboard.chat.websocket.SocketOptions;
import dev.whiteboard.chat.websocket.SocketServer;
import dev.whiteboard.chat.wheel.TimingWheel;
import dev.whiteboard.kit.store.StoreAwayException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sockets of a node: where they are opened, and how all of them end. */
public final class Sockets {
  /** Where clients connect. */
  public static final String PATH = "/api/v1/socket";

  private static final String BEARER = "Bearer ";

  /** How exact deadlines of connections are, in ms. */
  private static final int TICK_MS = 50;

  /** With the tick, 102 s a round: longer than the longest deadline. */
  private static final int SLOTS = 2_048;

  /** What two nodes say at once is there by then. */
  private static final int PATIENCE_MS = 25;

  private static final Logger log = LoggerFactory.getLogger(Sockets.class);

  private final Parts.OfNode node;
  private final SocketOptions options;
  private final OriginRule origins;
  private volatile boolean draining;

  /**
   * Sockets of a node.
   *
   * @param origins pages that may connect besides those of the options
   */
  public Sockets(Parts.OfNode node, SocketOptions options, OriginRule origins) {
    this.node = node;
    this.options = options;
    this.origins = origins;
  }

  /** Takes the requests for sockets of one event loop; the rest is for the handler behind it. */
  public Handler<HttpServerRequest> on(Vertx vertx, Handler<HttpServerRequest> others) {
    var eventLoop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    var wheel = new TimingWheel(SLOTS, TICK_MS, nowMs());
    vertx.setPeriodic(TICK_MS, _ -> wheel.advance(nowMs()));
    MissingMessages missing = (chat, after, fetched) -> fetch(eventLoop, chat, after, fetched);
    var hub = new Hub(missing, task -> vertx.setTimer(PATIENCE_MS, _ -> task.run()));
    node.outlets().switchboard().add(eventLoop, hub);
    var loop = new Parts.OfLoop(hub, wheel, Sockets::nowMs);
    var server = new SocketServer(options, origins);
    return request -> {
      if (PATH.equals(request.path())) {
        accept(server, loop, request);
      } else {
        others.handle(request);
      }
    };
  }

  private void accept(SocketServer server, Parts.OfLoop loop, HttpServerRequest request) {
    var token = bearer(request);
    server.accept(
        request,
        socket -> {
          var connection = Connection.open(node, loop, socket, token);
          if (draining) {
            connection.bye(CloseCode.DRAINING, comeBackMs());
          }
          return connection;
        });
  }

  private static Optional<String> bearer(HttpServerRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return Optional.ofNullable(header)
        .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(text -> text.substring(BEARER.length()).strip());
  }

  /** Closes the connections of a sign-in that was revoked. From any thread. */
  public void revoked(SessionId session) {
    byeToAll(connection -> connection.session().equals(Optional.of(session)), CloseCode.REVOKED);
  }

  /**
   * Tells all clients to come back to another node, each at another time, and waits until they are
   * gone.
   *
   * @param deadline no longer than this
   */
  public void drain(Duration deadline) throws InterruptedException {
    draining = true;
    byeToAll(_ -> true, CloseCode.DRAINING);
    var endsAt = nowMs() + deadline.toMillis();
    while (node.meters().connections() > 0 && nowMs() < endsAt) {
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
  }

  private void byeToAll(Predicate<Connection> which, CloseCode code) {
    node.outlets()
        .switchboard()
        .onEach(hub -> {
          for (Subscriber subscriber : hub.all()) {
            if (subscriber instanceof Connection connection && which.test(connection)) {
              connection.bye(code, code.reconnect() ? comeBackMs() : 0);
            }
          }
        });
  }

  /** So that not all clients of a node come to the others at once. */
  private long comeBackMs() {
    return node.random().nextLong(node.settings().drainSpread().toMillis() + 1);
  }

  private void fetch(Executor eventLoop, ChatId chat, long after, Consumer<List<Message>> fetched) {
    try {
      node.threads()
          .execute(() -> {
            var messages = read(chat, after);
            eventLoop.execute(() -> fetched.accept(messages));
          });
    } catch (RejectedExecutionException e) {
      log.debug("missing messages are left for the next time", e);
      fetched.accept(List.of());
    }
  }

  private List<Message> read(ChatId chat, long after) {
    try {
      return node.log().read(chat, SeqRange.after(after, SeqRange.LIMIT_MAX));
    } catch (StoreAwayException e) {
      log.debug("missing messages are left for the next time", e);
      return List.of();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("missing messages could not be read");
      return List.of();
    }
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
