package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.kit.store.RedisConnection;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.redis.Breaker.Pass;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits in Redis 6.2 or later, or in a cluster of it: one script a decision, by Redis' own clock,
 * so that clocks of nodes don't matter.
 *
 * <pre>
 *   charges ─▶ keys with one hash tag ─▶ EVALSHA ─▶ look at all, then take all or none ─▶ verdicts
 *                                           └ NOSCRIPT: EVAL, which also loads it
 * </pre>
 *
 * <p>Time is in microseconds, and nothing is rounded but the period, up to a whole one. Where
 * Redis' clock steps back, nobody gets more, and nobody waits for longer than the step, nor for
 * longer than it takes a key to become as new; where it steps forth, that much time has passed for
 * all keys.
 *
 * <p>A call that fails may have been carried out: then it has cost permits that nobody used. While
 * Redis is away calls fail at once, but for one now and then that finds out whether it is back.
 */
public final class RedisLimits implements SharedLimits, AutoCloseable {
  /**
   * How long a decision may take. Redis next door answers within a millisecond; ten are beyond its
   * slowest in a thousand, and not yet felt by who asks.
   */
  public static final Duration DEADLINE = Duration.ofMillis(10);

  /** What was not taken. */
  private static final long NOT_TAKEN = -1;

  private static final CompletionStage<long[]> AWAY =
      CompletableFuture.failedStage(new StoreAwayException("Redis is away"));

  private final RedisConnection redis;
  private final NanoClock clock;
  private final Deadlines deadlines;

  /** One for each server: of a cluster, one may be away and the others not. */
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  private final Map<Set<Algorithm>, Script> scripts = new ConcurrentHashMap<>();

  private RedisLimits(RedisConnection redis, Duration deadline, NanoClock clock) {
    this.redis = redis;
    this.clock = clock;
    this.deadlines = new Deadlines(deadline, clock, redis.timer());
  }

  /**
   * Begins to connect; calls fail until it is there.
   *
   * @param url {@code redis://[:password@]host:port[,host:port...]}; several hosts are nodes of one
   *     cluster
   * @param deadline of each call, such as {@link #DEADLINE}; a call ends by half of it later at
   *     most
   * @param clock for deadlines only
   * @throws IllegalArgumentException where it is no such URL
   */
  public static RedisLimits open(String url, Duration deadline, NanoClock clock) {
    return new RedisLimits(RedisConnection.open(url, Optional.empty()), deadline, clock);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for none or too many charges, two of the same key, more
   *     permits than there ever are at once, or a burst that takes longer than {@link
   *     Limit#FILL_MAX} to come back
   */
  @Override
  public CompletionStage<List<Verdict>> take(String domain, List<Charge> charges) {
    return decide("take", domain, charges);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException as {@link #take}
   */
  @Override
  public CompletionStage<List<Verdict>> peek(String domain, List<Charge> charges) {
    return decide("peek", domain, charges);
  }

  private CompletionStage<List<Verdict>> decide(
      String operation, String domain, List<Charge> charges) {
    charges.forEach(RedisLimits::requireKeepable);
    return ask(new Question(script(charges), operation, keys(domain, charges), charges, NOT_TAKEN))
        .thenApply(numbers -> verdicts(charges, numbers));
  }

  /** {@inheritDoc} Nothing for a verdict of which nothing was taken. */
  @Override
  public CompletionStage<?> refund(String domain, Charge charge, Verdict taken) {
    if (!taken.admitted() || taken.takenAt() == NOT_TAKEN) {
      return CompletableFuture.completedStage(taken);
    }
    var charges = List.of(new Charge(charge.limit(), charge.key(), taken.permits()));
    var keys = keys(domain, charges);
    return ask(new Question(script(charges), "refund", keys, charges, taken.takenAt()));
  }

  @Override
  public CompletionStage<Long> forget(String domain, List<Charge> charges) {
    var keys = keys(domain, charges);
    return call(keys, () -> delete(keys), null).thenApply(numbers -> numbers[0]);
  }

  /** Whether calls fail at once at the moment, or some of them where it is a cluster. */
  public boolean isAway() {
    return breakers.values().stream().anyMatch(Breaker::isOpen);
  }

  @Override
  public void close() {
    redis.close();
    deadlines.endAll();
  }

  private CompletionStage<long[]> ask(Question question) {
    return call(question.keys(), question::byName, question::whole);
  }

  /** All keys are on one server. */
  private CompletionStage<long[]> call(
      List<String> keys,
      Supplier<AsyncCommand<String, String, long[]>> first,
      @Nullable Supplier<AsyncCommand<String, String, long[]>> otherwise) {
    var breaker = breaker(keys.getFirst());
    var pass = breaker.enter();
    if (pass == Pass.STOP) {
      return AWAY;
    }
    var call = new Call(redis, breaker, pass, deadlines.next());
    deadlines.watch(call);
    call.send(first, otherwise);
    return call;
  }

  private Breaker breaker(String key) {
    return breakers.computeIfAbsent(redis.serverOf(key), _ -> new Breaker(clock));
  }

  private static AsyncCommand<String, String, long[]> delete(List<String> keys) {
    var args = new CommandArgs<>(StringCodec.UTF8).addKeys(keys);
    return new AsyncCommand<>(new Command<>(CommandType.DEL, new Longs(1), args));
  }

  private Script script(List<Charge> charges) {
    var algorithms = EnumSet.noneOf(Algorithm.class);
    charges.forEach(charge -> algorithms.add(charge.limit().algorithm()));
    return scripts.computeIfAbsent(algorithms, Script::of);
  }

  private static List<String> keys(String domain, List<Charge> charges) {
    if (charges.isEmpty() || charges.size() > CHARGES_MAX) {
      throw new IllegalArgumentException("charges: from 1 to " + CHARGES_MAX);
    }
    var prefix = LimitKeys.prefix(domain);
    var keys = new ArrayList<String>(charges.size());
    charges.forEach(charge -> keys.add(LimitKeys.name(prefix, charge.limit(), charge.key())));
    if (keys.size() > 1 && new HashSet<>(keys).size() < keys.size()) {
      throw new IllegalArgumentException("charges: two of the same key");
    }
    return keys;
  }

  private static void requireKeepable(Charge charge) {
    var limit = charge.limit();
    if (charge.permits() < 1 || charge.permits() > limit.burst()) {
      throw new IllegalArgumentException("permits: from 1 to " + limit.burst());
    }
    if (limit.isTooSlowToShare()) {
      throw new IllegalArgumentException("burst: takes longer than 100 years to come back");
    }
  }

  private static List<Verdict> verdicts(List<Charge> charges, long[] numbers) {
    var verdicts = new ArrayList<Verdict>(charges.size());
    for (var charge : charges) {
      verdicts.add(verdict(charge, numbers, verdicts.size() * Question.NUMBERS));
    }
    return verdicts;
  }

  private static Verdict verdict(Charge charge, long[] numbers, int at) {
    var verdict = new Verdict();
    var waitNanos = Question.nanos(numbers[at]);
    if (waitNanos == 0) {
      verdict.admit(charge.permits(), numbers[at + 5], Question.nanos(numbers[at + 4]));
    } else {
      verdict.deny(charge.permits(), numbers[at + 5], waitNanos);
    }
    return verdict.left(
        charge.limit().burst(),
        numbers[at + 1],
        Question.nanos(numbers[at + 2]),
        Question.nanos(numbers[at + 3]));
  }
}
