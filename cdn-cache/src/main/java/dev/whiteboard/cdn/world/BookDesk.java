package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.book.BadBookException;
import dev.whiteboard.cdn.book.BookCodec;
import dev.whiteboard.cdn.book.BookVersion;
import dev.whiteboard.cdn.book.Books;
import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the newest routes and functions to this process, and gives them to others.
 *
 * <p>Versions go along with health checks, both ways. Who hears of a newer book asks for it: the
 * node that answered, or the control plane where somebody else checked. What fails is asked for
 * again with the next check, which is the retry, so that nothing is sent over and over. A book that
 * can't hold here is left alone for a minute.
 *
 * <p>Asks on a virtual thread, one question at a time.
 */
public final class BookDesk implements AutoCloseable {
  /** The message that asks for a book. */
  static final String BOOK = "book";

  /** A book may have modules of 64 MiB in all. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  /** For one of those who are asked at the start, and for all of them. */
  private static final Duration FIRST_ANSWER_MAX = Duration.ofSeconds(1);

  private static final Duration START_MAX = Duration.ofSeconds(3);

  private static final Duration REFUSED_FOR = Duration.ofMinutes(1);

  private static final int OK = 200;
  private static final int NOT_NEWER = 204;

  private static final Problem NO_QUESTION =
      Problem.of(400, "Bad question", "This asks for no book.");

  private static final Logger log = LoggerFactory.getLogger(BookDesk.class);

  private final Books books;
  private final Messages messages;
  private final Addresses addresses;
  private final LongSupplier nanos;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Optional<Refused> refused = Optional.empty();

  private record Refused(BookVersion version, long untilNanos) {}

  /**
   * Of this process.
   *
   * @param addresses where the control plane is asked
   * @param nanos a clock of its own
   */
  public BookDesk(
      Vertx vertx, String secret, Books books, Addresses addresses, LongSupplier nanos) {
    this.books = books;
    this.messages = new Messages(vertx, secret);
    this.addresses = addresses;
    this.nanos = nanos;
  }

  /** What is told with a health check, and with its answer. */
  String version() {
    return books.version().toString();
  }

  /** Who answers there has this version. */
  void heard(URI from, @Nullable String version) {
    if (version != null && BookVersion.read(version).filter(this::isWanted).isPresent()) {
      if (asking.compareAndSet(false, true)) {
        Thread.ofVirtual().name("cdn-book").start(() -> askOnce(from));
      }
    }
  }

  private boolean isWanted(BookVersion version) {
    var isRefused =
        refused
            .filter(known -> known.version.equals(version))
            .filter(known -> nanos.getAsLong() - known.untilNanos < 0)
            .isPresent();
    return !isRefused && version.isNewerThan(books.version());
  }

  private void askOnce(URI from) {
    try {
      ask(from, ANSWER_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      asking.set(false);
    }
  }

  /**
   * Asks for what is newer, at the start of a process: the first that answers is believed, and
   * checks tell soon of what it did not know. Waits for 3 s at most; not on an event loop.
   *
   * @param sources the best one first
   */
  public void catchUp(List<URI> sources) throws InterruptedException {
    var until = nanos.getAsLong() + START_MAX.toNanos();
    for (var source : sources) {
      var left = Duration.ofNanos(until - nanos.getAsLong());
      var deadline = left.compareTo(FIRST_ANSWER_MAX) < 0 ? left : FIRST_ANSWER_MAX;
      if (!deadline.isPositive() || ask(source, deadline)) {
        return;
      }
    }
  }

  /** Whether there was an answer. */
  private boolean ask(URI from, Duration deadline) throws InterruptedException {
    var question = Buffer.buffer(BookCodec.question(books.version(), books.modules()));
    try {
      var answer =
          messages
              .send(from, BOOK, question, deadline)
              .toCompletionStage()
              .toCompletableFuture()
              .get(2 * deadline.toMillis() + 1, TimeUnit.MILLISECONDS);
      if (answer.status() == OK) {
        take(from, answer.body().getBytes());
      }
      return answer.status() == OK || answer.status() == NOT_NEWER;
    } catch (ExecutionException | TimeoutException e) {
      log.debug("no book from {}", from, e);
      return false;
    }
  }

  private void take(URI from, byte[] bytes) throws InterruptedException {
    try {
      var book = BookCodec.read(bytes);
      try {
        if (books.take(book)) {
          log.info("routes and functions {} are here, from {}", book.version(), from);
        }
      } catch (BadBookException e) {
        var until = nanos.getAsLong() + REFUSED_FOR.toNanos();
        refused = Optional.of(new Refused(book.version(), until));
        throw e;
      }
    } catch (BadBookException e) {
      log.atWarn().setCause(e).log("routes and functions from {} are not taken", from);
    }
  }

  /** Answers who asks for a book. */
  void answer(HttpServerRequest request) {
    var context = Vertx.currentContext();
    MessageBody.read(
        request,
        BookCodec.QUESTION_BYTES_MAX,
        body -> Thread.ofVirtual().name("cdn-book").start(() -> answer(request, body, context)));
  }

  /** A change may be under way, which this waits for. */
  private void answer(HttpServerRequest request, Buffer body, @Nullable Context context) {
    var reply = reply(request, body.getBytes());
    if (context != null) {
      context.runOnContext(_ -> DirectAnswers.write(request, reply));
    }
  }

  private Reply reply(HttpServerRequest request, byte[] body) {
    try {
      var question = BookCodec.readQuestion(body);
      if (!books.version().isNewerThan(question.version())) {
        return Reply.empty(NOT_NEWER);
      }
      var book = BookCodec.write(books.book(question.modules()));
      var type = Map.of("Content-Type", "application/octet-stream");
      return new Reply(OK, type, Buffer.buffer(book));
    } catch (BadBookException e) {
      log.debug("no question", e);
      return NO_QUESTION.toReply(request);
    }
  }

  /** Says on the answer to a check what is here, and looks at what the other one has. */
  void check(HttpServerRequest request) {
    request.response().putHeader(NodeFields.BOOK, version());
    var theirs = request.getHeader(NodeFields.BOOK);
    addresses.find(Purging.CONTROL).ifPresent(control -> heard(control, theirs));
  }

  @Override
  public void close() {
    messages.close();
  }
}
