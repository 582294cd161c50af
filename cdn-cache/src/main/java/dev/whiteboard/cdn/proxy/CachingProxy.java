package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CacheStatus;
import dev.whiteboard.cdn.caching.CachingRules;
import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.caching.StoredHead;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.protect.OnMiss;
import dev.whiteboard.cdn.proxy.ProxyMeters.Result;
import dev.whiteboard.cdn.store.StoredResponse;
import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.cdn.upstream.Upstream;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A node's way with a request: answered from what is kept, or by the tier above.
 *
 * <p>One for each event loop.
 */
public final class CachingProxy implements Handler<HttpServerRequest> {
  private static final Set<String> REFUSED_METHODS = Set.of("CONNECT", "TRACE");

  private static final Set<String> KEPT_METHODS = Set.of("GET", "HEAD");

  private final Vertx vertx;
  private final Parts parts;
  private final Flights flights;
  private final CachingRules rules;
  private final AnswerWriter answers;
  private final FieldBytes fieldBytes = new FieldBytes();

  /**
   * What it needs.
   *
   * @param node whose requests these are
   * @param flights the node's
   * @param upstream the tier above, for this event loop
   * @param sockets where WebSockets go
   * @param intake looks at each request first
   * @param placement the hash of a request's key, for the ring
   * @param purges invalidations that this node has applied
   * @param requestBodyBytesMax the longest body of a request
   */
  public record Parts(
      Node node,
      Flights flights,
      Upstream upstream,
      WebSockets sockets,
      Intake intake,
      ToLongFunction<RequestHead> placement,
      PurgeState purges,
      long requestBodyBytesMax) {}

  /** For one event loop. */
  public CachingProxy(Vertx vertx, Parts parts) {
    this.vertx = vertx;
    this.parts = parts;
    this.flights = parts.flights;
    this.rules = flights.parts().rules();
    this.answers = new AnswerWriter(vertx, parts.node, flights);
  }

  @Override
  public void handle(HttpServerRequest request) {
    var startedNanos = flights.parts().nanos().getAsLong();
    switch (RequestReader.read(request)) {
      case RequestReader.Reading.Refused(var refusal) ->
          answers.refuse(request, refusal, startedNanos);
      case RequestReader.Reading.Arrived(var head) -> arrive(request, head, startedNanos);
    }
  }

  private void arrive(HttpServerRequest request, RequestHead head, long startedNanos) {
    if (REFUSED_METHODS.contains(head.method())) {
      var refusal =
          Refusal.unsupported(405, "Method not allowed", "Not with this method, through a proxy.");
      answers.refuse(request, refusal, startedNanos);
    } else if (parts.node.isLoop(head)) {
      var problem = Problem.of(508, "Loop detected", "The request has been here before.");
      answers.refuse(request, new Refusal(Refusal.Kind.LOOP, problem, false), startedNanos);
    } else if (saysTooLong(head)) {
      answers.refuseBody(request, startedNanos);
    } else {
      if (hasBody(request, head)) {
        request.pause();
      }
      decide(request, head, parts.intake.admit(request, head), startedNanos);
    }
  }

  /** The reader has made sure that it is a number. */
  private boolean saysTooLong(RequestHead head) {
    var length = head.fields().first("content-length");
    return length != null && Long.parseLong(length) > parts.requestBodyBytesMax;
  }

  private void decide(
      HttpServerRequest request, RequestHead head, Intake.Decision decision, long startedNanos) {
    switch (decision) {
      case Intake.Decision.Serve(var admitted, var terms) ->
          admitted(request, admitted, terms, startedNanos);
      case Intake.Decision.Refuse(var refusal) -> answers.refuse(request, refusal, startedNanos);
      case Intake.Decision.Answer(var own, var body) -> {
        var exchange = new Exchange(request, head, startedNanos, fieldBytes);
        answers.own(exchange, own, body);
      }
      case Intake.Decision.Later(var later) -> {
        request.pause();
        later
            .onSuccess(now -> decide(request, head, now, startedNanos))
            .onFailure(_ -> answers.refuse(request, intakeFailed(), startedNanos));
      }
    }
  }

  private static Refusal intakeFailed() {
    var problem =
        Problem.of(503, "Temporarily unavailable", "Whether this may be served is not known.");
    return new Refusal(Refusal.Kind.FORBIDDEN, problem, false);
  }

  private void admitted(
      HttpServerRequest request, RequestHead head, Intake.Terms terms, long startedNanos) {
    var upgrade = request.headers().get(HttpHeaders.UPGRADE);
    if (upgrade != null && RequestReader.isHttp1(request)) {
      parts
          .sockets
          .upgrade(request, parts.node, head, upgrade)
          .ifPresent(refusal -> answers.refuse(request, refusal, startedNanos));
      return;
    }
    var exchange = new Exchange(request, head, startedNanos, fieldBytes);
    exchange.terms = terms;
    if (hasBody(request, head)) {
      exchange.body =
          new BoundedBody(request, parts.requestBodyBytesMax, () -> answers.cutBody(exchange));
    }
    if (terms.pastCache() || exchange.body != null || !KEPT_METHODS.contains(head.method())) {
      exchange.alone = true;
      exchange.why = KEPT_METHODS.contains(head.method()) ? Why.BYPASS : Why.METHOD;
      ask(exchange, List.of(), !terms.pastCache() && head.method().equals("POST"));
    } else {
      request.resume();
      serve(exchange);
    }
  }

  private static boolean hasBody(HttpServerRequest request, RequestHead head) {
    var length = head.fields().first("content-length");
    if (length != null) {
      return !length.chars().allMatch(c -> c == '0');
    }
    return RequestReader.isHttp1(request)
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !KEPT_METHODS.contains(head.method());
  }

  /** Looks into what is kept. */
  private void serve(Exchange exchange) {
    var kept = flights.parts().store().find(exchange.head());
    exchange.found = kept;
    var heads = kept.isEmpty() ? List.<StoredHead>of() : heads(kept);
    switch (rules.reuse(exchange.head(), heads, flights.parts().clock().millis())) {
      case Reuse.Fresh(var head, _, var freshFor) -> {
        var stored = named(kept, head);
        exchange.unsure = !stored.mustValidate() && !parts.purges.isCurrent();
        if (stored.mustValidate() || exchange.unsure) {
          validate(exchange, kept, stored, Why.STALE);
        } else {
          answers.hit(exchange, stored, freshFor);
        }
      }
      case Reuse.StaleWhileRevalidate(var head, _, var staleFor) -> {
        var stored = named(kept, head);
        if (stored.mustValidate() || isRefresh(exchange) || !parts.purges.isCurrent()) {
          validate(exchange, kept, stored, Why.STALE);
        } else {
          refresh(exchange, kept);
          answers.stale(exchange, stored, staleFor);
        }
      }
      case Reuse.Validate(var head, var why) -> validate(exchange, kept, named(kept, head), why);
      case Reuse.Complete(var part, var rest) -> {
        exchange.why = Why.PARTIAL;
        complete(exchange, named(kept, part), rest);
      }
      case Reuse.Miss(var why) -> {
        exchange.why = why;
        miss(exchange, kept);
      }
      case Reuse.Unavailable _ -> {
        var problem =
            Problem.of(504, "Not kept", "The request wants what is kept, and nothing fits it.");
        answers.problem(exchange, problem, answers.bypassed("only-if-cached"));
      }
    }
  }

  /** Under a URL that has something kept, one more variant is no new query. */
  private void miss(Exchange exchange, List<StoredResponse> kept) {
    var onMiss = exchange.terms.onMiss();
    if (onMiss == OnMiss.REFUSE && kept.isEmpty()) {
      answers.refuse(exchange.request(), Refusal.NEW_QUERIES, exchange.startedNanos());
    } else {
      ask(exchange, kept, onMiss == OnMiss.KEEP);
    }
  }

  private void validate(
      Exchange exchange, List<StoredResponse> kept, StoredResponse stored, Why why) {
    exchange.why = why;
    exchange.substitute = stored;
    ask(exchange, kept, true);
  }

  /** Asks for the rest of what is kept in part; once, in case it does not fit. */
  private void complete(Exchange exchange, StoredResponse part, RequestHead rest) {
    if (exchange.wholeOnly) {
      ask(exchange, List.of(), true);
      return;
    }
    exchange.wholeOnly = true;
    var whole = question(exchange, exchange.head(), List.of(), true);
    send(exchange, whole.completing(part, rest));
  }

  private void ask(Exchange exchange, List<StoredResponse> kept, boolean keeps) {
    send(exchange, question(exchange, exchange.head(), kept, keeps));
  }

  private void send(Exchange exchange, Ask ask) {
    var waiting = new Waiting(exchange);
    if (exchange.alone || exchange.isHead()) {
      waiting.flight = flights.alone(vertx, ask, waiting.waiter);
    } else {
      waiting.flight = flights.share(vertx, ask, exchange.found, waiting.waiter);
    }
    waiting.watch();
  }

  private Ask question(
      Exchange exchange, RequestHead client, List<StoredResponse> kept, boolean keeps) {
    var upward = kept.isEmpty() ? client : rules.validating(client, heads(kept));
    return new Ask(
        client,
        upward,
        head -> parts.node.passing(head, exchange.requestId()),
        kept,
        null,
        exchange.body,
        keeps,
        parts.upstream,
        parts.placement.applyAsLong(client),
        parts.purges::epoch);
  }

  /** Once for all, and whoever is answered meanwhile does not wait for it. */
  private void refresh(Exchange exchange, List<StoredResponse> kept) {
    var plain = Ask.plain(exchange.head());
    flights.refresh(vertx, question(exchange, plain, kept, true).refreshing());
  }

  /** Whether the node below has given out what it keeps, and wants a new one. */
  private static boolean isRefresh(Exchange exchange) {
    return exchange.head().fields().has(NodeFields.REFRESH);
  }

  /** Somebody who waits for a flight, from the asking to the answer. */
  private final class Waiting {
    private static final long NO_TIMER = -1;

    private final Exchange exchange;
    private final Waiter waiter;
    private @Nullable Flight flight;
    private @Nullable Carrier carrier;
    private long timer = NO_TIMER;
    private boolean told;

    Waiting(Exchange exchange) {
      this.exchange = exchange;
      this.waiter =
          new Waiter(
              exchange.head(), false, vertx.getOrCreateContext(), this::tell, exchange::writeHints);
    }

    /**
     * The answer may be there already. Who asked for it has the deadline of the request itself,
     * which begins after its body: a long upload is no late answer.
     */
    void watch() {
      if (told) {
        return;
      }
      exchange.onGone(this::gone);
      if (flight != null && !flight.isLedBy(waiter)) {
        timer =
            vertx.setTimer(
                flights.parts().bounds().followers().toMillis(),
                _ -> tell(new Outcome.LetGo(null)));
      }
    }

    private void gone() {
      cancelTimer();
      if (!told) {
        told = true;
        leave();
      } else if (carrier != null && flight != null) {
        flight.leave(carrier);
      }
    }

    private void leave() {
      if (flight != null) {
        flight.leave(waiter);
      }
    }

    private void cancelTimer() {
      if (timer != NO_TIMER) {
        vertx.cancelTimer(timer);
        timer = NO_TIMER;
      }
    }

    private void tell(Outcome outcome) {
      if (told) {
        return;
      }
      told = true;
      cancelTimer();
      if (exchange.isOver()) {
        leave();
        return;
      }
      switch (outcome) {
        case Outcome.Streamed streamed -> stream(streamed);
        case Outcome.Kept kept -> kept(kept);
        case Outcome.LetGo(var failure) -> letGo(failure);
        case Outcome.Failed(var why) -> failed(why);
      }
    }

    private void stream(Outcome.Streamed streamed) {
      var head = streamed.head();
      if (head.status() >= 500 && answers.standIn(exchange, head)) {
        streamed.flight().leave(waiter);
        return;
      }
      flight = streamed.flight();
      var hook = exchange.terms.hook();
      if (hook == null) {
        begin(head, streamed);
        carrier = streamed.flight().read(waiter.context(), exchange);
        exchange.flushHead();
      } else {
        var held = new Held(exchange);
        exchange.onGone(this::gone);
        carrier = streamed.flight().read(waiter.context(), held);
        answers.hooked(exchange, hook, head, changed -> open(changed, streamed, held), this::gone);
      }
    }

    private void open(ResponseHead head, Outcome.Streamed streamed, Held held) {
      begin(head, streamed);
      exchange.flushHead();
      held.open();
    }

    private void begin(ResponseHead head, Outcome.Streamed streamed) {
      exchange.begin(head, status(streamed), parts.node.via());
      exchange.onGone(this::gone);
      answers.served(exchange, streamed.kept() ? Result.MISS : Result.PASS);
    }

    private CacheStatus status(Outcome.Streamed streamed) {
      var status = answers.forwarded(exchange).forwardStatus(streamed.head().status());
      if (streamed.kept()) {
        status.stored();
      }
      if (!streamed.leads()) {
        status.collapsed();
      }
      return streamed.detail().isEmpty() ? status : status.detail(streamed.detail());
    }

    private void kept(Outcome.Kept kept) {
      var status = answers.forwarded(exchange);
      if (kept.validated()) {
        status.forwardStatus(304);
      } else {
        status.stored();
      }
      if (!kept.leads()) {
        status.collapsed();
      }
      answers.kept(
          exchange, kept.stored(), status, kept.validated() ? Result.REVALIDATED : Result.MISS);
    }

    private void letGo(@Nullable ResponseHead failure) {
      leave();
      if (failure != null && answers.standIn(exchange, failure)) {
        return;
      }
      exchange.alone = true;
      serve(exchange);
    }

    private void failed(UpstreamException why) {
      if (!answers.standIn(exchange, null)) {
        answers.problem(exchange, Failures.problem(why), answers.forwarded(exchange));
      }
    }
  }

  private static List<StoredHead> heads(List<StoredResponse> kept) {
    return kept.size() == 1
        ? List.of(kept.getFirst().head())
        : kept.stream().map(StoredResponse::head).toList();
  }

  private static StoredResponse named(List<StoredResponse> kept, StoredHead head) {
    for (var one : kept) {
      if (kept.size() == 1 || one.head().equals(head)) {
        return one;
      }
    }
    throw new IllegalStateException("the rules chose what is not kept: " + head);
  }
}
