package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Rfc3339;
import dev.whiteboard.shortener.click.Interval;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * {@code from}, {@code to} and {@code every} of a statistics request.
 *
 * @param from the start, inclusive
 * @param to the end, exclusive
 * @param every how the range is cut
 * @param isGiven whether the request names a start or an end; else it asks for all there is, and
 *     for the latest as a series
 */
record StatsRange(Instant from, Instant to, Interval every, boolean isGiven) {
  /** A day of minutes, two months of hours, four years of days. */
  private static final int POINTS_MAX = 1_440;

  /** As much as a chart shows, where no start is given. */
  private static final int POINTS_DEFAULT = 60;

  /** Visits of this moment may lie a little ahead of the clock that reads this. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /**
   * Reads the query; all three may be missing.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad one
   */
  static StatsRange parse(RoutingContext request, Instant now) {
    var errors = new QueryErrors();
    var every = every(request, errors);
    var givenTo = instant(request, "to", errors);
    var givenFrom = instant(request, "from", errors);
    errors.check();
    var to = givenTo.orElse(now.plus(AHEAD));
    var from = givenFrom.orElse(to.minus(every.length().multipliedBy(POINTS_DEFAULT)));
    if (!from.isBefore(to)) {
      throw bad("from", "must lie before to");
    }
    if (Duration.between(from, to).dividedBy(every.length()) > POINTS_MAX) {
      throw bad("every", "cuts the range into more than " + POINTS_MAX + " points");
    }
    return new StatsRange(from, to, every, givenFrom.isPresent() || givenTo.isPresent());
  }

  private static Interval every(RoutingContext request, QueryErrors errors) {
    var name = request.request().getParam("every", "minute");
    return Interval.named(name)
        .orElseGet(() -> errors.reject("every", "must be minute, hour or day", Interval.MINUTE));
  }

  private static Optional<Instant> instant(
      RoutingContext request, String name, QueryErrors errors) {
    try {
      return Optional.ofNullable(request.request().getParam(name)).map(Rfc3339::parse);
    } catch (DateTimeParseException e) {
      return errors.reject(
          name, "must be an RFC 3339 time such as 2027-01-31T12:00:00Z", Optional.empty());
    }
  }

  private static RuntimeException bad(String parameter, String detail) {
    return Problem.badFields(List.of(new FieldError(parameter, detail))).asException();
  }
}
