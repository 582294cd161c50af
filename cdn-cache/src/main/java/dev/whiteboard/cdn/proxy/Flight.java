package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CachingRules.Freshened;
import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import dev.whiteboard.cdn.caching.CachingRules.Storing;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.caching.StoredHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.proxy.Outcome.LetGo;
import dev.whiteboard.cdn.store.Body;
import dev.whiteboard.cdn.store.Coded;
import dev.whiteboard.cdn.store.ObjectStore.Fence;
import dev.whiteboard.cdn.store.StoredResponse;
import dev.whiteboard.cdn.store.Tags;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the tier above, and all who wait for its answer. Lives on the event loop of
 * whoever began it; others' calls come over to it.
 *
 * <p>The head decides. An answer that may be kept goes to all whom it fits, while it is still
 * coming; whom it does not fit is let go at once, to ask for themselves. So is everybody but the
 * leader where it can't be kept, and the key is remembered: to wait in line for answers that are
 * for one alone takes as many times as long as there are clients.
 */
final class Flight {
  private static final int NOT_MODIFIED = 304;
  private static final int PARTIAL_CONTENT = 206;
  private static final int OK = 200;
  private static final int ERRORS_FROM = 500;

  private final Vertx vertx;
  private final Context context;
  private final Flights flights;
  private final Flights.Parts parts;
  private final String key;
  private final Ask ask;
  private final List<Waiter> waiters = new ArrayList<>(2);

  private volatile Fence fence;
  private long askedAtMillis;
  private boolean begun;
  private volatile @Nullable Waiter leader;
  private boolean leaderLeft;
  private volatile boolean open = true;
  private @Nullable StoredHead keeping;
  private @Nullable Fill fill;

  Flight(Vertx vertx, Flights flights, String key, Ask ask) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.flights = flights;
    this.parts = flights.parts();
    this.key = key;
    this.ask = ask;
    this.fence = parts.store().begin(ask.client());
  }

  /** Whether somebody who asks now may have its answer. For any thread. */
  boolean mayJoin(Ask other) {
    return open && parts.store().holds(fence, other.client());
  }

  /** Asks. On its own loop; for nobody where there is no leader. */
  void begin(@Nullable Waiter first) {
    leader = first;
    if (first != null) {
      waiters.add(first);
    }
    flights.began();
    send(ask);
  }

  /** Whether it was begun for this one. For any thread. */
  boolean isLedBy(Waiter waiter) {
    var first = leader;
    return first != null && isSame(first, waiter);
  }

  /** It is not needed after all: whoever joined meanwhile looks into the store again. */
  void abandon() {
    close();
  }

  /** One more who waits. For any thread. */
  void join(Waiter waiter) {
    Waiter.on(context, () -> joinHere(waiter));
  }

  private void joinHere(Waiter waiter) {
    if (!open) {
      waiter.tell(new LetGo(null));
      return;
    }
    waiters.add(waiter);
    if (keeping != null && fill != null) {
      decide(waiter, keeping);
    }
  }

  /** One who waits no more. For any thread. */
  void leave(Waiter waiter) {
    Waiter.on(
        context,
        () -> {
          leaderLeft |= waiters.stream().anyMatch(other -> isSame(other, waiter) && other.leads());
          waiters.removeIf(other -> isSame(other, waiter));
          stopIfUseless();
        });
  }

  /** Reads the body, at the client's own pace. For any thread. */
  Carrier read(Context client, Carrier.Taker taker) {
    var carrier = new Carrier(context, client, taker);
    Waiter.on(
        context,
        () -> {
          var body = fill;
          if (body != null) {
            carrier.start(body);
            begin(body);
          }
        });
    return carrier;
  }

  /** A client that reads no more. For any thread. */
  void leave(Carrier carrier) {
    Waiter.on(
        context,
        () -> {
          carrier.leave();
          stopIfUseless();
        });
  }

  private void begin(Fill body) {
    if (!begun) {
      begun = true;
      body.begin();
    }
  }

  private static boolean isSame(Waiter one, Waiter other) {
    return one.outcome().equals(other.outcome());
  }

  /** Goes on while anybody waits, or what comes is worth keeping. */
  private void stopIfUseless() {
    var body = fill;
    if (body != null && keeping == null && waiters.isEmpty() && body.readers() == 0) {
      body.cancel();
    }
  }

  private void send(Ask what) {
    askedAtMillis = parts.clock().millis();
    what.upstream()
        .send(
            new Outgoing(
                what.passing().apply(what.upward()),
                what.body(),
                what.placement(),
                what.epoch().getAsLong(),
                parts.bounds().head(),
                hints -> waiters.forEach(waiter -> waiter.hint(hints))))
        .onComplete(done ->
            Waiter.on(
                context,
                () -> {
                  if (done.succeeded()) {
                    headCame(what, done.result());
                  } else {
                    noneCame(done.cause());
                  }
                }));
  }

  private void noneCame(Throwable cause) {
    var why =
        cause instanceof UpstreamException known
            ? known
            : new UpstreamException(Reason.BROKEN, "The request could not be sent.", cause);
    close();
    flights.ended();
    tellAll(new Outcome.Failed(why));
  }

  private void headCame(Ask what, Incoming undated) {
    var now = parts.clock().millis();
    var incoming = Dates.dated(undated, now);
    if (incoming.head().status() == NOT_MODIFIED && !what.kept().isEmpty()) {
      var freshened =
          parts.rules().freshened(what.keptHeads(), incoming.head(), askedAtMillis, now);
      if (!freshened.isEmpty()) {
        stillGood(what, incoming, freshened, now);
        return;
      }
      if (!Ask.isSpecific(what.client())) {
        // It means nothing of what is kept, and the client set no condition: ask without one.
        incoming.body().resume();
        send(what.unconditional());
        return;
      }
    }
    freshenByHead(what, incoming.head(), now);
    invalidate(incoming.head());
    var storing = storing(what, incoming.head(), now);
    var keep = storing instanceof Storing.Keep(var head) ? head : null;
    keeping = keep;
    if (what.part() != null && incoming.head().status() == PARTIAL_CONTENT) {
      completeWith(incoming, keep);
      return;
    }
    fill = new Fill(vertx, incoming, parts.bounds(), keep != null, this::filled);
    if (keep == null) {
      letOthersGo(incoming.head(), storing);
    }
    for (var waiter : List.copyOf(waiters)) {
      if (waiter.leads()) {
        waiters.remove(waiter);
        waiter.tell(
            new Outcome.Streamed(incoming.head(), true, keep != null, because(storing), this));
      } else if (keep != null) {
        decide(waiter, keep);
      }
    }
    startUnread(fill);
  }

  /** Who reads it begins it; but what is kept comes in also where everybody has left. */
  private void startUnread(Fill body) {
    if (keeping != null) {
      begin(body);
    } else if (leaderLeft) {
      body.cancel();
    }
  }

  private Storing storing(Ask what, ResponseHead head, long now) {
    if (!ask.keeps()) {
      return new Storing.Pass("bypass", false);
    }
    var asked = what.part() == null ? what.client() : what.upward();
    var storing = parts.rules().storing(asked, head, askedAtMillis, now);
    var length = head.fields().first("content-length");
    return storing instanceof Storing.Keep && length != null && isTooLong(length)
        ? new Storing.Pass("too-large", true)
        : storing;
  }

  private boolean isTooLong(String length) {
    try {
      return Long.parseLong(length) > parts.bounds().keepBytesMax();
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static String because(Storing storing) {
    return storing instanceof Storing.Pass(var because, _) ? because : "";
  }

  private void letOthersGo(ResponseHead head, Storing storing) {
    close();
    if (storing instanceof Storing.Pass(_, var forAnybody) && forAnybody && isSharedKind()) {
      flights.cannotShare(key);
    }
    var failure = head.status() >= ERRORS_FROM ? head : null;
    for (var waiter : List.copyOf(waiters)) {
      if (!waiter.leads()) {
        waiters.remove(waiter);
        waiter.tell(new LetGo(failure));
      }
    }
  }

  private boolean isSharedKind() {
    return ask.client().method().equals("GET");
  }

  /** Whether what is coming answers this one too. */
  private void decide(Waiter waiter, StoredHead keep) {
    var reuse = parts.rules().reuse(waiter.client(), List.of(keep), parts.clock().millis());
    if (!isFit(reuse)) {
      waiters.remove(waiter);
      if (!(reuse instanceof Reuse.Miss(var why)) || why != Why.VARY_MISS) {
        flights.cannotShare(key);
      }
      waiter.tell(new LetGo(null));
    } else if (!Ask.isSpecific(waiter.client()) && waiter.client().method().equals("GET")) {
      waiters.remove(waiter);
      waiter.tell(new Outcome.Streamed(aged(keep.response(), reuse), false, true, "", this));
    }
    // else: it waits for the end, to be answered with a part or without a body
  }

  private static boolean isFit(Reuse reuse) {
    return reuse instanceof Reuse.Fresh || reuse instanceof Reuse.StaleWhileRevalidate;
  }

  private static ResponseHead aged(ResponseHead head, Reuse reuse) {
    return reuse instanceof Reuse.Fresh(_, var age, _) && age > 0
        ? head.withFields(head.fields().with("age", Long.toString(age)))
        : head;
  }

  /** All waits for the rest to be there: what the client gets begins with what is kept. */
  private void completeWith(Incoming incoming, @Nullable StoredHead keep) {
    var rest = new Fill(vertx, incoming, parts.bounds(), keep != null, this::filled);
    fill = rest;
    if (keep == null) {
      rest.cancel();
    } else {
      begin(rest);
    }
  }

  /** Kept first, closed then: between the two nobody must find neither. */
  private void filled(Fill body) {
    var stored = stored(body);
    if (stored.isPresent()
        && parts.store().keep(fence, stored.get().head().request(), stored.get())) {
      flights.canShare(key);
    }
    close();
    flights.ended();
    if (stored.isEmpty()) {
      tellAll(new LetGo(null));
      return;
    }
    for (var waiter : List.copyOf(waiters)) {
      waiter.tell(new Outcome.Kept(stored.get(), false, waiter.leads()));
    }
    waiters.clear();
  }

  private Optional<StoredResponse> stored(Fill body) {
    var keep = keeping;
    if (keep == null || !body.isWhole()) {
      return Optional.empty();
    }
    var part = ask.part();
    if (part != null && keep.response().status() == PARTIAL_CONTENT) {
      return combined(part, keep, body.body());
    }
    return Tags.of(keep.response().fields())
        .map(tags -> codable(new StoredResponse(keep, body.body(), tags, false)));
  }

  private Optional<StoredResponse> combined(StoredResponse part, StoredHead came, Body rest) {
    var both = parts.rules().combined(part.head(), part.body().bytes(), came, rest.bytes());
    return both.flatMap(one ->
        Tags.of(one.head().response().fields())
            .map(tags ->
                codable(
                    new StoredResponse(
                        one.head(),
                        Bodies.combined(one.slices(), part.body(), rest),
                        tags,
                        false))));
  }

  private static StoredResponse codable(StoredResponse stored) {
    return Compression.mayCode(stored) ? stored.with(Coded.NotYet.NOT_YET) : stored;
  }

  /** The answer to a {@code HEAD} tells what a {@code GET} would have (RFC 9111, 4.3.5). */
  private void freshenByHead(Ask what, ResponseHead head, long now) {
    if (what.client().method().equals("HEAD") && head.status() == OK && !what.kept().isEmpty()) {
      parts
          .rules()
          .freshened(what.keptHeads(), head, askedAtMillis, now)
          .forEach(one -> freshen(what, one));
    }
  }

  /** A 304: what is kept holds on, with new fields. */
  private void stillGood(Ask what, Incoming incoming, List<Freshened> freshened, long now) {
    incoming.body().resume();
    var after = freshened.stream().flatMap(one -> freshen(what, one).stream()).toList();
    close();
    flights.ended();
    for (var waiter : List.copyOf(waiters)) {
      tellStillGood(waiter, after, now);
    }
    waiters.clear();
  }

  private Optional<StoredResponse> freshen(Ask what, Freshened one) {
    for (var before : what.kept()) {
      if (before.head().equals(one.before())) {
        var plain = new StoredResponse(one.after(), before.body(), before.tags(), false);
        var after = Compression.mayCode(plain) ? plain.with(before.coded()) : plain;
        parts.store().freshen(fence, what.client(), before, after);
        return Optional.of(after);
      }
    }
    return Optional.empty();
  }

  private void tellStillGood(Waiter waiter, List<StoredResponse> after, long now) {
    var heads = after.stream().map(StoredResponse::head).toList();
    var chosen =
        switch (parts.rules().reuse(waiter.client(), heads, now)) {
          case Reuse.Fresh(var stored, _, _) -> stored;
          case Reuse.StaleWhileRevalidate(var stored, _, _) -> stored;
          // Just validated, and for this client: as good as it will ever be.
          case Reuse.Validate(var stored, _) -> waiter.leads() ? stored : null;
          case Reuse.Complete _, Reuse.Miss _, Reuse.Unavailable _ -> null;
        };
    var stored = after.stream().filter(one -> one.head().equals(chosen)).findFirst();
    waiter.tell(
        stored.isPresent()
            ? new Outcome.Kept(stored.get(), true, waiter.leads())
            : new LetGo(null));
  }

  /**
   * What an unsafe request changed is stale. Its own answer may be kept even so, which is the
   * newest there is: the fence moves past this node's own invalidation, and that one alone.
   */
  private void invalidate(ResponseHead head) {
    var urls = parts.rules().invalidated(ask.client(), head);
    if (urls.isEmpty()) {
      return;
    }
    var before = parts.store().begin(ask.client());
    var held = parts.store().holds(fence, ask.client());
    parts.store().apply(LocalPurge.of(urls, parts.clock().instant()));
    var after = parts.store().begin(ask.client());
    if (held && after.applied() == before.applied() + 1) {
      fence = after;
    }
  }

  private void close() {
    open = false;
    flights.remove(key, this);
  }

  private void tellAll(Outcome outcome) {
    for (var waiter : List.copyOf(waiters)) {
      waiter.tell(outcome);
    }
    waiters.clear();
  }
}
