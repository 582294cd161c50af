package dev.whiteboard.ratelimit.grpc;

import com.google.protobuf.Duration;
import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.RuleSet;
import dev.whiteboard.ratelimit.rule.RuleSet.Match;
import dev.whiteboard.ratelimit.web.RateLimitFields;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit.Unit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Outcomes as Envoy reads them. */
final class EnvoyAnswers {
  private static final long UINT32_MAX = 0xFFFF_FFFFL;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The periods that have a name; another is told as its number alone. */
  private static final Map<java.time.Duration, Unit> UNITS =
      Map.of(
          java.time.Duration.ofSeconds(1), Unit.SECOND,
          java.time.Duration.ofMinutes(1), Unit.MINUTE,
          java.time.Duration.ofHours(1), Unit.HOUR,
          java.time.Duration.ofDays(1), Unit.DAY,
          java.time.Duration.ofDays(7), Unit.WEEK);

  private EnvoyAnswers() {}

  /**
   * The answer to a request.
   *
   * @param rules by which it was decided, to tell which rule held for which descriptor
   */
  static RateLimitResponse of(EnvoyRequests.Asked request, Outcome outcome, RuleSet rules) {
    var answer =
        RateLimitResponse.newBuilder()
            .setOverallCode(outcome.admitted() ? Code.OK : Code.OVER_LIMIT);
    for (var hits : request.asked()) {
      var keys =
          rules.matching(request.domain(), List.of(hits.descriptor())).stream()
              .map(Match::key)
              .collect(Collectors.toSet());
      answer.addStatuses(
          status(
              outcome.rulings().stream().filter(ruling -> keys.contains(ruling.key())).toList(),
              hits.cost() == 0));
    }
    addFields(answer, RateLimitFields.of(outcome));
    return answer.build();
  }

  /** How it stands with one descriptor; who took nothing is not denied anything. */
  private static DescriptorStatus status(List<Ruling> rulings, boolean onlyAsked) {
    var isDenied =
        !onlyAsked
            && rulings.stream()
                .anyMatch(ruling -> !ruling.rule().shadow() && !ruling.verdict().admitted());
    var status = DescriptorStatus.newBuilder().setCode(isDenied ? Code.OVER_LIMIT : Code.OK);
    new Outcome(!isDenied, rulings)
        .tightest()
        .ifPresent(ruling ->
            status
                .setCurrentLimit(limit(ruling.rule().name(), ruling.rule().limit()))
                .setLimitRemaining(uint32(ruling.verdict().remaining()))
                .setDurationUntilReset(duration(ruling.verdict().resetAfterNanos())));
    return status.build();
  }

  private static RateLimit limit(String name, Limit limit) {
    return RateLimit.newBuilder()
        .setName(name)
        .setRequestsPerUnit(uint32(limit.permits()))
        .setUnit(UNITS.getOrDefault(limit.per(), Unit.UNKNOWN))
        .build();
  }

  private static void addFields(RateLimitResponse.Builder answer, RateLimitFields fields) {
    if (!fields.limits().isEmpty()) {
      addHeader(answer, RateLimitFields.POLICY, fields.policies());
      addHeader(answer, RateLimitFields.LIMIT, fields.limits());
    }
    if (fields.hasRetryAfter()) {
      addHeader(answer, "Retry-After", Long.toString(fields.retryAfterSeconds()));
    }
  }

  private static void addHeader(
      RateLimitResponse.Builder answer, CharSequence name, CharSequence value) {
    answer.addResponseHeadersToAdd(
        HeaderValue.newBuilder().setKey(name.toString()).setValue(value.toString()));
  }

  private static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }

  private static int uint32(long number) {
    return (int) Math.clamp(number, 0, UINT32_MAX);
  }
}
