package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.proxy.PurgeState;
import dev.whiteboard.cdn.purge.InvalidationLog;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.purge.Letter;
import dev.whiteboard.cdn.purge.LetterCodec;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.PurgeParts;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's part in invalidations, or the control plane's: an agent, its thread, and its letters as
 * messages over HTTP.
 */
final class PurgeOffice implements PurgeState, AutoCloseable {
  /** The message that carries a letter. */
  static final String LETTER = "letter";

  /** A letter that is not taken by then counts as lost. */
  private static final Duration LETTER_MAX = Duration.ofSeconds(1);

  /** Tasks of the agent that may wait; letters that come on top are refused, and come again. */
  private static final int WAITING_MAX = 10_000;

  /** An edge that asks for a purge gives up then: the log has answered or failed before. */
  private static final Duration PURGE_MAX = Duration.ofSeconds(5);

  /** How long a node that starts waits to hear what it has missed, before it serves without. */
  private static final Duration READY_MAX = Duration.ofSeconds(3);

  private static final Duration READY_EVERY = Duration.ofMillis(2);

  private static final Problem BUSY =
      Problem.of(503, "Busy", "Too many letters wait to be read here.");
  private static final Problem NO_LETTER = Problem.of(400, "Bad letter", "This is no letter.");

  private static final Logger log = LoggerFactory.getLogger(PurgeOffice.class);

  private final Messages messages;
  private final PurgeThread thread;
  private final Addresses addresses;
  private final PurgeParts parts;
  private final PurgeAgent agent;
  private volatile long wokenAtNanos;
  private volatile boolean ready;

  /**
   * Of a node that begins with nothing.
   *
   * @param store what invalidations are applied to
   * @param log where it can be read from here
   * @param listener who hears of acknowledgements
   */
  PurgeOffice(
      String self,
      Journal.Store store,
      NodeParts node,
      Optional<InvalidationLog> log,
      SpreadListener listener) {
    var purging = node.purging();
    messages = new Messages(node.vertx(), node.secret());
    thread = new PurgeThread(self, node.clocks().nanos());
    addresses = purging.addresses();
    parts =
        new PurgeParts(
            self,
            purging::members,
            store,
            this::send,
            thread,
            purging.random(),
            purging.options(),
            log,
            listener);
    agent = new PurgeAgent(parts);
  }

  PurgeParts parts() {
    return parts;
  }

  PurgeAgent agent() {
    return agent;
  }

  private void send(String node, Letter letter) {
    addresses.find(node).ifPresent(address -> send(address, letter));
  }

  private void send(URI address, Letter letter) {
    messages
        .send(address, LETTER, Buffer.buffer(LetterCodec.write(letter)), LETTER_MAX)
        .onFailure(failure -> log.debug("a letter to {} is lost", address, failure));
  }

  /** Takes a letter that came as a message. */
  void take(HttpServerRequest request) {
    if (thread.waiting() > WAITING_MAX) {
      DirectAnswers.write(request, BUSY.toReply(request));
    } else {
      MessageBody.read(request, LetterCodec.BYTES_MAX, body -> take(request, body));
    }
  }

  private void take(HttpServerRequest request, Buffer body) {
    try {
      agent.receive(LetterCodec.read(body.getBytes()));
      DirectAnswers.write(request, Reply.empty(204));
    } catch (IllegalArgumentException e) {
      log.debug("no letter", e);
      DirectAnswers.write(request, NO_LETTER.toReply(request));
    }
  }

  /** Takes part from now on, and finds out what was missed. */
  void wake() {
    wokenAtNanos = thread.nanos();
    ready = false;
    agent.wake();
  }

  /** Whether it has known everything since it woke, or has waited for long enough. */
  boolean isReady() {
    if (!ready) {
      ready = agent.isCurrent() || thread.nanos() - wokenAtNanos > READY_MAX.toNanos();
    }
    return ready;
  }

  /**
   * Waits until then: not on an event loop.
   *
   * @throws IOException where the agent's thread does not get to it
   */
  void awaitReady() throws IOException {
    var told = new CompletableFuture<Boolean>();
    thread.execute(() -> tellReady(told));
    try {
      told.get(READY_MAX.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while starting");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("its invalidations were not looked at in time", e);
    }
  }

  private void tellReady(CompletableFuture<Boolean> told) {
    if (isReady()) {
      told.complete(true);
    } else {
      thread.after(READY_EVERY, () -> tellReady(told));
    }
  }

  /** Asks the control plane to invalidate a URL, in the name of a client of this edge. */
  Future<Messages.Answer> askControl(Buffer url) {
    return addresses
        .find(Purging.CONTROL)
        .map(address -> messages.send(address, ControlNode.PURGE, url, PURGE_MAX))
        .orElseGet(() -> Future.failedFuture("nobody knows where the control plane is"));
  }

  @Override
  public long epoch() {
    return agent.epoch();
  }

  @Override
  public boolean isCurrent() {
    return agent.isCurrent();
  }

  @Override
  public void close() {
    agent.close();
    thread.close();
    messages.close();
  }
}
