package dev.whiteboard.ratelimit.check;

import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.redis.Charge;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store in memory, exact, that can be away or slow. */
final class MemoryLimits implements SharedLimits {
  private final NanoClock clock;
  private final Map<Limit, LogLimiter> limiters = new HashMap<>();
  private final Queue<Runnable> late = new ArrayDeque<>();
  final AtomicInteger takes = new AtomicInteger();
  private boolean away;
  private boolean slow;

  MemoryLimits(NanoClock clock) {
    this.clock = clock;
  }

  synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** Decides at once, and answers only when it is told to. */
  synchronized void slow(boolean isSlow) {
    slow = isSlow;
  }

  void answer() {
    for (var next = poll(); next != null; next = poll()) {
      next.run();
    }
  }

  int taken(Limit limit, String key) {
    return limiter(limit).taken(key);
  }

  @Override
  public CompletionStage<List<Verdict>> take(String domain, List<Charge> charges) {
    takes.incrementAndGet();
    return answer(() -> takeAll(charges));
  }

  @Override
  public CompletionStage<List<Verdict>> peek(String domain, List<Charge> charges) {
    return answer(() -> peekAll(charges));
  }

  @Override
  public CompletionStage<?> refund(String domain, Charge charge, Verdict taken) {
    return answer(() -> {
      limiter(charge.limit()).refund(charge.key(), taken);
      return charge;
    });
  }

  @Override
  public CompletionStage<Long> forget(String domain, List<Charge> charges) {
    return answer(() -> {
      charges.forEach(charge -> limiter(charge.limit()).forget(charge.key()));
      return (long) charges.size();
    });
  }

  private List<Verdict> takeAll(List<Charge> charges) {
    var verdicts = peekAll(charges);
    return verdicts.stream().allMatch(Verdict::admitted)
        ? charges.stream().map(this::take).toList()
        : verdicts;
  }

  private Verdict take(Charge charge) {
    var verdict = new Verdict();
    limiter(charge.limit()).tryAcquire(charge.key(), charge.permits(), verdict);
    return verdict;
  }

  private List<Verdict> peekAll(List<Charge> charges) {
    return charges.stream()
        .map(charge -> {
          var verdict = new Verdict();
          limiter(charge.limit()).peek(charge.key(), charge.permits(), verdict);
          return verdict;
        })
        .toList();
  }

  private synchronized <T> CompletionStage<T> answer(Supplier<T> call) {
    if (away) {
      return CompletableFuture.failedStage(new StoreAwayException("away"));
    }
    var value = call.get();
    if (!slow) {
      return CompletableFuture.completedStage(value);
    }
    var answer = new CompletableFuture<T>();
    late.add(() -> answer.complete(value));
    return answer;
  }

  private synchronized LogLimiter limiter(Limit limit) {
    return limiters.computeIfAbsent(limit, made -> new LogLimiter(made, clock));
  }

  private synchronized @Nullable Runnable poll() {
    return late.poll();
  }
}
