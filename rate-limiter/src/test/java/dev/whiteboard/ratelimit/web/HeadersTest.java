package dev.whiteboard.ratelimit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.check.Outcome.Source;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
  private static final long SECOND = 1_000_000_000;
  private static final Limit HUNDRED =
      Limit.of(Algorithm.SLIDING_WINDOW, 100, Duration.ofMinutes(1));

  @Test
  void of_admitted_saysWhatIsLeftAndWhenThereIsMore() {
    var fields = RateLimitFields.of("per-user", HUNDRED, admitted(42, 7 * SECOND));

    assertThat(fields.policies()).hasToString("\"per-user\";q=100;w=60");
    assertThat(fields.limits()).hasToString("\"per-user\";r=42;t=7");
    assertThat(fields.hasRetryAfter()).isFalse();
  }

  @Test
  void of_nothingTaken_hasNothingToWaitFor() {
    var fields = RateLimitFields.of("per-user", HUNDRED, admitted(100, 0));

    assertThat(fields.limits()).hasToString("\"per-user\";r=100");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "999999999, 1", "1000000000, 1", "1000000001, 2", "59000000001, 60"})
  void of_denied_roundsTheWaitUp(long nanos, long seconds) {
    var fields = RateLimitFields.of("a", HUNDRED, denied(0, nanos, nanos));

    assertThat(fields.retryAfterSeconds()).isEqualTo(seconds);
    assertThat(fields.limits()).hasToString("\"a\";r=0;t=" + seconds);
  }

  /** Who asks for many may be denied while some are left, and waits for longer than for one. */
  @Test
  void of_deniedWithSomeLeft_waitsForAllThatWereAskedFor() {
    var fields = RateLimitFields.of("a", HUNDRED, denied(3, 2 * SECOND, 30 * SECOND));

    assertThat(fields.limits()).hasToString("\"a\";r=3;t=2");
    assertThat(fields.retryAfterSeconds()).isEqualTo(30);
  }

  @Test
  void of_spentWithMoreAtOnce_stillNamesASecond() {
    assertThat(RateLimitFields.of("a", HUNDRED, admitted(0, 0)).limits())
        .hasToString("\"a\";r=0;t=1");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 1000, 20, 20, 2",
    "100, 60000, 10, 10, 6",
    "10, 100, 10, 10, 1",
    "3, 1000, 10, 10, 4"
  })
  void of_burst_isTheSameRateOverALongerWindow(
      long permits, long perMillis, long burst, long q, long w) {
    var limit =
        Limit.of(Algorithm.TOKEN_BUCKET, permits, Duration.ofMillis(perMillis)).withBurst(burst);

    assertThat(RateLimitFields.of("a", limit, admitted(1, 0)).policies())
        .hasToString("\"a\";q=" + q + ";w=" + w);
  }

  @Test
  void of_concurrency_countsRequestsAtATime_andHasNoWindow() {
    var limit = Limit.of(Algorithm.CONCURRENCY, 5, Duration.ofSeconds(30));
    var fields = RateLimitFields.of("uploads", limit, admitted(0, 30 * SECOND));

    assertThat(fields.policies()).hasToString("\"uploads\";q=5;qu=\"concurrent-requests\"");
    var policy = StructuredFields.policies(fields.policies().toString()).getFirst();
    assertThat(policy.unit()).isEqualTo("concurrent-requests");
    assertThat(fields.limits()).hasToString("\"uploads\";r=0;t=30");
  }

  @Test
  void of_outcome_listsAllRulesButThoseThatOnlyWatch() {
    var fields =
        RateLimitFields.of(
            outcome(
                ruling("one", false, admitted(7, SECOND)),
                ruling("watched", true, denied(0, SECOND, 90 * SECOND)),
                ruling("other", false, admitted(1, SECOND))));

    assertThat(StructuredFields.policies(fields.policies().toString()))
        .extracting(StructuredFields.Item::name)
        .containsExactly("one", "other");
    assertThat(StructuredFields.limits(fields.limits().toString()))
        .extracting(item -> item.number("r"))
        .containsExactly(7L, 1L);
    assertThat(fields.hasRetryAfter()).isFalse();
  }

  @Test
  void of_outcomeWithoutRules_isEmpty() {
    var fields = RateLimitFields.of(outcome(ruling("watched", true, admitted(1, 0))));

    assertThat(fields.policies()).isEmpty();
    assertThat(fields.limits()).isEmpty();
  }

  @Test
  void of_twoDenied_waitsForTheLonger_andNoOtherRuleNamesALaterMoment() {
    var fields =
        RateLimitFields.of(
            outcome(
                ruling("second", false, denied(0, SECOND, SECOND)),
                ruling("minute", false, denied(0, 20 * SECOND, 20 * SECOND)),
                ruling("day", false, admitted(5, 4_000 * SECOND))));

    assertThat(fields.retryAfterSeconds()).isEqualTo(20);
    assertThat(fields.limits()).hasToString("\"second\";r=0;t=1, \"minute\";r=0;t=20, \"day\";r=5");
  }

  /** Whatever a rule is called and a verdict says, it can be read, and says the same. */
  @Property(tries = 2_000)
  void of_anything_isAListOfStringsWithParameters(
      @ForAll("names") String name,
      @ForAll @LongRange(min = 1, max = Limit.LOG_PERMITS_MAX) long permits,
      @ForAll @LongRange(min = 1, max = 31_622_400_000L) long perMillis,
      @ForAll @LongRange(max = Limit.LOG_PERMITS_MAX) long left,
      @ForAll @LongRange(max = Long.MAX_VALUE / 2) long waitNanos,
      @ForAll boolean admitted,
      @ForAll Algorithm algorithm) {
    var limit = Limit.of(algorithm, permits, Duration.ofMillis(perMillis));
    var verdict = admitted ? admitted(left, waitNanos) : denied(left, waitNanos, waitNanos);

    var fields = RateLimitFields.of(name, limit, verdict);
    var policy = StructuredFields.policies(fields.policies().toString()).getFirst();
    var told = StructuredFields.limits(fields.limits().toString()).getFirst();

    assertThat(policy.number("q")).isEqualTo(permits);
    assertThat(told.name()).isEqualTo(policy.name());
    assertThat(told.number("r")).isEqualTo(left);
    if (left == 0) {
      assertThat(told.number("t")).isPositive();
    }
    if (!admitted) {
      assertThat(fields.retryAfterSeconds())
          .isEqualTo(Math.max(1, Math.ceilDiv(waitNanos, SECOND)));
      assertThat(told.numbers().getOrDefault("t", 0L))
          .isLessThanOrEqualTo(fields.retryAfterSeconds());
    }
  }

  @Test
  void of_nameWithQuotesAndUmlauts_isEscaped() {
    assertThat(RateLimitFields.of("a\"b\\c ü\n", HUNDRED, admitted(1, 0)).policies())
        .hasToString("\"a\\\"b\\\\c %C3%BC%0A\";q=100;w=60");
  }

  /** The largest of all limits, over the longest time there is. */
  @Test
  void of_largestBurst_staysWithinAStructuredInteger() {
    var limit = Limit.of(Algorithm.GCRA, 1, Limit.PER_MAX).withBurst(Limit.PERMITS_MAX);

    var policy =
        StructuredFields.policies(
                RateLimitFields.of("a", limit, admitted(1, 0)).policies().toString())
            .getFirst();

    assertThat(policy.number("w")).isEqualTo(999_999_999_999_999L);
  }

  /** What the drafts themselves get wrong, and older servers send. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quota;q=100;w=1", // a token, not a string
        "\"a\";w=60", // no quota
        "\"a\";q=100;w=0", // no time at all
        "\"a\";q=1.5", // no whole number
        "\"a\";q=100;qu=\"request\"", // a unit that there is not
        "\"a\";q=100;qu=requests", // a token
        "\"a;q=100", // no end
        "\"ä\";q=100", // no ASCII
        "\"a\";q=1000000000000000", // 16 digits
        "100, 100;w=60", // as drafts before had it
      })
  void policies_malformed_areRefused(String field) {
    assertThatThrownBy(() -> StructuredFields.policies(field)).isInstanceOf(Throwable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quota;t=1",
        "\"a\";t=1",
        "\"a\";r=-1",
        "\"a\";r=0;t=0",
        "\"a\";r=1;q=1",
        "limit=10, remaining=5"
      })
  void limits_malformed_areRefused(String field) {
    assertThatThrownBy(() -> StructuredFields.limits(field)).isInstanceOf(Throwable.class);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(40);
  }

  private static Verdict admitted(long left, long moreAfter) {
    return new Verdict().admit(1, 0, 0).left(100, left, moreAfter, moreAfter);
  }

  private static Verdict denied(long left, long moreAfter, long retryAfter) {
    return new Verdict().deny(1, 0, retryAfter).left(100, left, moreAfter, retryAfter);
  }

  private static Outcome outcome(Ruling... rulings) {
    var admitted =
        List.of(rulings).stream()
            .allMatch(ruling -> ruling.rule().shadow() || ruling.verdict().admitted());
    return new Outcome(admitted, List.of(rulings));
  }

  private static Ruling ruling(String name, boolean shadow, Verdict verdict) {
    var rule =
        new Rule(
            name,
            "api",
            new TreeMap<>(),
            HUNDRED,
            shadow,
            Rule.Store.LOCAL,
            Rule.OnStoreFailure.ALLOW,
            Optional.empty());
    return new Ruling(rule, name, verdict, Source.LOCAL);
  }
}
