package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.Upstream;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The way up through the tiers: the owner of the key in the next one, the next on its ring where
 * that is down, the tier above where nobody there is up, and the origin at last.
 *
 * <p>Retries can't multiply. A request is tried again only where it can be (no body, idempotent), a
 * node itself failed (an error that it answers is an answer), nobody below has done so already
 * ({@link NodeFields#RETRIED} says it), and the budget allows it. A tier that retried three times
 * would make 81 requests of one over four tiers; here it is two.
 *
 * <p>Each tier has less time than the one below, so that the one that waits longest is the client,
 * and each learns why there is no answer instead of giving up. For any thread.
 */
public final class TierUpstream implements Upstream {
  /** What the way back takes, and the least that a tier is ahead of the one below. */
  static final Duration MARGIN = Duration.ofMillis(20);

  /** A request that has less time left is not worth the way. */
  static final Duration WORTHWHILE = Duration.ofMillis(5);

  private static final Pattern MILLIS = Pattern.compile("\\d{1,7}");
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final List<NodeGroup> tiers;
  private final Hop hop;
  private final Upstream origin;
  private final LongSupplier nanos;
  private final Function<RequestHead, Predicate<String>> passable;
  private final RetryBudget budget = new RetryBudget();

  /**
   * Through these tiers.
   *
   * @param tiers from the next one up; empty to ask the origin at once
   * @param nanos a clock of its own
   */
  public TierUpstream(List<NodeGroup> tiers, Hop hop, Upstream origin, LongSupplier nanos) {
    this(tiers, hop, origin, nanos, _ -> _ -> true);
  }

  /**
   * The same, past nodes that a request may not pass.
   *
   * @param passable the names of the nodes that a request may pass
   */
  public TierUpstream(
      List<NodeGroup> tiers,
      Hop hop,
      Upstream origin,
      LongSupplier nanos,
      Function<RequestHead, Predicate<String>> passable) {
    this.passable = passable;
    this.tiers = List.copyOf(tiers);
    this.hop = hop;
    this.origin = origin;
    this.nanos = nanos;
  }

  @Override
  public Future<Incoming> send(Outgoing request) {
    budget.requested();
    var until = nanos.getAsLong() + deadline(request).toNanos();
    return attempt(new Attempt(request, until, List.of()));
  }

  /** What this node would wait, or what the one below still has where that is less. */
  private static Duration deadline(Outgoing request) {
    var own = request.headDeadline();
    var told = request.head().fields().first(NodeFields.DEADLINE);
    if (told == null || !MILLIS.matcher(told).matches()) {
      return own;
    }
    var theirs = Duration.ofMillis(Long.parseLong(told));
    return theirs.compareTo(own) < 0 ? theirs : own;
  }

  /**
   * One try.
   *
   * @param untilNanos when the head must be there
   * @param asked who failed already
   */
  private record Attempt(Outgoing request, long untilNanos, List<Member> asked) {
    Attempt after(Member failed) {
      var more = new ArrayList<>(asked);
      more.add(failed);
      return new Attempt(request, untilNanos, List.copyOf(more));
    }
  }

  private Future<Incoming> attempt(Attempt attempt) {
    var left = Duration.ofNanos(attempt.untilNanos - nanos.getAsLong());
    if (left.compareTo(WORTHWHILE) < 0) {
      return failed(Reason.TIMEOUT, "No time is left to ask further.");
    }
    var request = prepared(attempt, left);
    return choose(attempt)
        .map(member -> ask(member, request, attempt))
        .orElseGet(() -> origin.send(request));
  }

  private Optional<Member> choose(Attempt attempt) {
    var allowed = passable.apply(attempt.request.head());
    for (var tier : tiers) {
      var member = tier.choose(attempt.request.placement(), attempt.asked, allowed);
      if (member.isPresent()) {
        return member;
      }
    }
    return Optional.empty();
  }

  private Future<Incoming> ask(Member member, Outgoing request, Attempt attempt) {
    member.began();
    return hop.ask(member.peer(), withDeadline(request))
        .onComplete(_ -> member.ended())
        .onSuccess(_ -> member.breaker().answered())
        .recover(failure -> {
          if (isOfTheNode(failure)) {
            member.breaker().failed();
          }
          return mayRetry(failure, attempt) && budget.take()
              ? attempt(attempt.after(member))
              : Future.failedFuture(failure);
        });
  }

  /** Nobody there, no answer or a broken one: another node may do better. */
  private static boolean isOfTheNode(Throwable failure) {
    return failure instanceof UpstreamException why
        && why.reason() != Reason.LOOP
        && why.reason() != Reason.REQUEST;
  }

  private static boolean mayRetry(Throwable failure, Attempt attempt) {
    var request = attempt.request;
    return isOfTheNode(failure)
        && request.body() == null
        && IDEMPOTENT.contains(request.head().method())
        && attempt.asked.isEmpty()
        && !request.head().fields().has(NodeFields.RETRIED);
  }

  private static Outgoing prepared(Attempt attempt, Duration left) {
    var request = attempt.request;
    var head = request.head();
    return with(
        request, attempt.asked.isEmpty() ? head : marked(head, NodeFields.RETRIED, "1"), left);
  }

  private static Outgoing withDeadline(Outgoing request) {
    var left = request.headDeadline();
    var margin = left.dividedBy(20).compareTo(MARGIN) > 0 ? left.dividedBy(20) : MARGIN;
    var theirs = Math.max(1, left.minus(margin).toMillis());
    return with(request, marked(request.head(), NodeFields.DEADLINE, Long.toString(theirs)), left);
  }

  private static RequestHead marked(RequestHead head, String name, String value) {
    return head.withFields(head.fields().with(name, value));
  }

  private static Outgoing with(Outgoing request, RequestHead head, Duration deadline) {
    return new Outgoing(
        head, request.body(), request.placement(), request.epoch(), deadline, request.early());
  }

  private static Future<Incoming> failed(Reason reason, String message) {
    return Future.failedFuture(new UpstreamException(reason, message));
  }
}
