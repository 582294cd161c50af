package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.claim.Check.Need;
import dev.whiteboard.capacity.claim.Check.Shared;
import dev.whiteboard.capacity.claim.Check.Unmeasured;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Gauge;
import java.util.List;

/** What the shorter interviews state: a figure or two in each. */
final class OtherClaims {
  private static final Figure REDIS_CORE =
      new Figure.Assumed("one core", Quantity.of(1, "cores/node"), "Redis decides on one thread");

  private final Inputs in;

  OtherClaims(Inputs in) {
    this.in = in;
  }

  List<Claim> all() {
    return List.of(checks(), oneKey(), candidates(), jobs(), score());
  }

  private Claim checks() {
    var rate = in.get(Input.LIMITER_REQUESTS);
    return limiter()
        .required("limiter.requests", "requests, each checked", Input.LIMITER_REQUESTS)
        .checked(shared(Gauge.CHECKS_MEMORY, rate, in.get(Input.NODE_CORES), true));
  }

  private Claim oneKey() {
    var rate = in.get(Input.LIMITER_REQUESTS);
    return limiter()
        .required("limiter.requests-one-key", "all of one key, in Redis", Input.LIMITER_REQUESTS)
        .checked(shared(Gauge.LIMITS_HOT, rate, REDIS_CORE, false));
  }

  private Statements limiter() {
    return new Statements(Interview.RATE_LIMITER, in);
  }

  private static Shared shared(Gauge gauge, Figure rate, Figure cores, boolean divides) {
    var need = new Need(Resource.CPU, gauge, rate::over, cores);
    return new Shared(gauge, List.of(need), Check.ONE_PLACE, divides);
  }

  private Claim candidates() {
    return new Statements(Interview.RECOMMENDATIONS, in)
        .required("recommend.candidates", "candidates to rank", Input.RECOMMEND_CANDIDATES)
        .checked(new Unmeasured("no such system is built here"))
        .but(
            "For each there is no more time than",
            in.get(Input.RECOMMEND_BUDGET)
                .over(in.get(Input.RECOMMEND_CANDIDATES))
                .in("us/candidate"));
  }

  private Claim jobs() {
    return new Statements(Interview.JOB_QUEUE, in)
        .required("queue.jobs", "jobs in the queue", Input.QUEUE_JOBS)
        .checked(new Unmeasured("no such system is built here"))
        .but(
            "They go into the memory of one machine:",
            in.get(Input.QUEUE_JOBS).times(in.get(Input.QUEUE_BYTES_PER_JOB)).in("GB"));
  }

  private Claim score() {
    return new Statements(Interview.SCORE, in)
        .exact(
            "score.total",
            "points of the score that an interview was given",
            Quantity.of(38, "points"),
            in.get(Input.SCORE_PARTS))
        .checked(new Unmeasured("there is nothing to measure about a sum"));
  }
}
