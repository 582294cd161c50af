package dev.whiteboard.simulation.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.simulation.cdn.TierWorld.Answers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TierWorldTest {
  private static final long OBJECTS = 10_000_000_000L;
  private static final int SAMPLED = 1_000;
  private static final double ROUNDING = 1e-12;
  private static final int REQUESTS = 120_000;

  private static Answers answers(Policy policy, int sampled, int requests, long seed) {
    var catalogue = Catalogue.zipf(OBJECTS, 0.9, sampled);
    var world = new TierWorld(catalogue, TierPlan.DEFAULT, policy, seed);
    var _ = world.ask(requests);
    return world.ask(requests);
  }

  @ParameterizedTest
  @CsvSource({"0.5", "0.9", "1", "1.2"})
  void massBelow_manyRanks_isTheSum(double exponent) {
    var sum = IntStream.rangeClosed(1, 50_000).mapToDouble(i -> Math.pow(i, -exponent)).sum();

    assertThat(Catalogue.massBelow(50_000, exponent)).isCloseTo(sum, within(1e-3));
  }

  /** Whether of ten billion or of few, the parts of a sample are all there is. */
  @Test
  void shares_ofHeadAndSample_areOne() {
    var catalogue = Catalogue.zipf(OBJECTS, 0.9, SAMPLED);
    var tail = IntStream.range(0, catalogue.size()).mapToDouble(catalogue::share).sum();

    assertThat(catalogue.headShare() + tail).isCloseTo(1, within(1e-9));
    assertThat(catalogue.tailShare()).isCloseTo(tail, within(1e-9));
    assertThat(catalogue.share(0)).isGreaterThan(catalogue.share(1));
  }

  /** LRU caches of 5 % answer 62 of 100 requests, and theory says so to a point. */
  @Test
  void ask_lru_isWhatCheComputes() {
    var catalogue = Catalogue.zipf(OBJECTS, 0.9, SAMPLED);
    var room = TierPlan.DEFAULT.edgeRoom(catalogue);
    var theory = catalogue.headShare() + (1 - catalogue.headShare()) * Che.lruHits(catalogue, room);

    assertThat(answers(Policy.LRU, SAMPLED, REQUESTS, 1).edge()).isCloseTo(theory, within(0.01));
  }

  /** By theory alone: the sample of one size and of another are the same cache. */
  @ParameterizedTest
  @CsvSource({"0.8", "0.9", "1.0"})
  void lruHits_anySample_areThoseOfAllObjects(double exponent) {
    assertThat(theory(2_000, exponent)).isCloseTo(theory(50_000, exponent), within(0.005));
  }

  private static double theory(int sampled, double exponent) {
    var catalogue = Catalogue.zipf(OBJECTS, exponent, sampled);
    var hits = Che.lruHits(catalogue, TierPlan.DEFAULT.edgeRoom(catalogue));
    return catalogue.headShare() + (1 - catalogue.headShare()) * hits;
  }

  /** And by simulation: another sample and another seed differ by less than a point. */
  @Test
  void ask_anotherSampleAndSeed_isTheSameWithinAPoint() {
    var one = answers(Policy.SIEVE, SAMPLED, REQUESTS, 1);
    var other = answers(Policy.SIEVE, 2 * SAMPLED, 2 * REQUESTS, 2);

    assertThat(other.edge()).isCloseTo(one.edge(), within(0.01));
    assertThat(other.origin()).isCloseTo(one.origin(), within(0.01));
  }

  /** No policy knows the future; requests are independent, so the best keeps what is asked most. */
  @ParameterizedTest
  @EnumSource
  void ask_anyPolicy_isAtMostTheBest(Policy policy) {
    var catalogue = Catalogue.zipf(OBJECTS, 0.9, SAMPLED);
    var room = TierPlan.DEFAULT.edgeRoom(catalogue);
    var best = catalogue.headShare() + (1 - catalogue.headShare()) * Che.bestHits(catalogue, room);

    var answers = answers(policy, SAMPLED, REQUESTS, 1);

    assertThat(answers.edge()).isLessThan(best + 0.003);
    assertThat(answers.edge() + answers.regional() + answers.central() + answers.shield())
        .isCloseTo(1 - answers.origin(), within(1e-9));
  }

  /** With room for all, each tier misses each object once for each of its groups, and no more. */
  @Test
  void ask_roomForAll_missesOnceEach() {
    var catalogue = Catalogue.zipf(100, 0.5, 10);
    var plan = new TierPlan(1, 1_000, 1_000, 2, 4, 8);
    var requests = 400_000;
    var world = new TierWorld(catalogue, plan, Policy.LRU, 1);

    var answers = world.ask(requests);

    var each = (1 - catalogue.headShare()) / requests;
    assertThat(answers.origin()).isCloseTo(9 * each, within(ROUNDING));
    assertThat(answers.shield()).isCloseTo((6 - 1) * 9 * each, within(ROUNDING));
    assertThat(answers.central()).isCloseTo((20 - 6) * 9 * each, within(ROUNDING));
    assertThat(answers.regional()).isCloseTo((200 - 20) * 9 * each, within(ROUNDING));
  }

  @Test
  void ask_sameSeed_isTheSame() {
    var one = answers(Policy.DEFAULT, 500, 20_000, 1);

    assertThat(answers(Policy.DEFAULT, 500, 20_000, 1)).isEqualTo(one);
    assertThat(answers(Policy.DEFAULT, 500, 20_000, 2)).isNotEqualTo(one);
  }
}
