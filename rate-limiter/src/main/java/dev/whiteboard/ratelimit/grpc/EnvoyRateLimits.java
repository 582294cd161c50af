package dev.whiteboard.ratelimit.grpc;

import dev.whiteboard.ratelimit.check.Check;
import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.check.RuledChecks;
import dev.whiteboard.ratelimit.rule.Descriptor;
import dev.whiteboard.ratelimit.rule.RuleSet;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc.RateLimitServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit}: what Envoy asks for each
 * request that it passes on.
 *
 * <p>All descriptors of a request are charged, or none is: Envoy's own service charges the others
 * where one is over its limit. A limit that a descriptor brings along is not taken: rules decide.
 */
public final class EnvoyRateLimits extends RateLimitServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(EnvoyRateLimits.class);

  private final RuledChecks checks;
  private final Supplier<? extends RuleSet> rules;

  /**
   * Decided here.
   *
   * @param rules those of the moment
   */
  public EnvoyRateLimits(RuledChecks checks, Supplier<? extends RuleSet> rules) {
    this.checks = checks;
    this.rules = rules;
  }

  @Override
  public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> answer) {
    try {
      new Call(EnvoyRequests.read(request), answer).next();
    } catch (IllegalArgumentException e) { // it names a field of the request, and nothing else
      answer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
    }
  }

  /** One request: its checks one after the other, as descriptors may cost differently. */
  private final class Call {
    private final EnvoyRequests.Asked request;
    private final StreamObserver<RateLimitResponse> answer;
    private final RuleSet current = rules.get();
    private final List<Check> checksLeft;
    private final List<Ruling> rulings = new ArrayList<>();

    Call(EnvoyRequests.Asked request, StreamObserver<RateLimitResponse> answer) {
      this.request = request;
      this.answer = answer;
      this.checksLeft = new ArrayList<>(request.checks());
    }

    void next() {
      if (checksLeft.isEmpty()) {
        look();
      } else {
        checks.decide(checksLeft.removeFirst(), this::decided);
      }
    }

    private void decided(Outcome outcome) {
      if (outcome.admitted()) {
        rulings.addAll(outcome.rulings());
        goOn();
      } else {
        giveBack();
        rulings.addAll(outcome.rulings());
        end(new Outcome(false, rulings));
      }
    }

    /** Not straight on: this may be a thread of the store, with nobody to catch what is thrown. */
    private void goOn() {
      try {
        next();
      } catch (IllegalArgumentException e) {
        giveBack();
        answer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
      }
    }

    /** What a check before this one took; where the store is away by now, it comes back in time. */
    private void giveBack() {
      checks
          .release(new Outcome(true, List.copyOf(rulings)))
          .whenComplete((_, failure) -> {
            if (failure != null) {
              log.debug("permits of a denied request were not given back", failure);
            }
          });
      rulings.clear();
    }

    /** Who costs nothing is told how it stands. */
    private void look() {
      var free =
          request.asked().stream()
              .filter(hits -> hits.cost() == 0)
              .map(EnvoyRequests.Hits::descriptor)
              .toList();
      if (free.isEmpty()) {
        end(new Outcome(true, rulings));
      } else {
        look(free);
      }
    }

    private void look(List<Descriptor> free) {
      var _ =
          checks
              .peek(new Check(request.domain(), free, 1))
              .thenAccept(outcome -> {
                rulings.addAll(outcome.rulings());
                end(new Outcome(true, rulings));
              });
    }

    private void end(Outcome outcome) {
      if (answer instanceof ServerCallStreamObserver<RateLimitResponse> call
          && call.isCancelled()) {
        return;
      }
      answer.onNext(EnvoyAnswers.of(request, outcome, current));
      answer.onCompleted();
    }
  }
}
