package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Leases in memory that nodes share, by a clock from outside; can be away, and can forget. */
final class HandLeases {
  private final LongSupplier nowMs;
  private final long leaseMs;
  private final Map<UserId, Map<String, Long>> ends = new HashMap<>();
  private final Map<UserId, Long> since = new HashMap<>();
  boolean isAway;

  HandLeases(LongSupplier nowMs, long leaseMs) {
    this.nowMs = nowMs;
    this.leaseMs = leaseMs;
  }

  /** Whether any node has a lease for the user. */
  boolean isOnline(UserId user) {
    return left(user) > 0;
  }

  void forgetAll() {
    ends.clear();
    since.clear();
  }

  private long left(UserId user) {
    return ends.getOrDefault(user, Map.of()).values().stream()
            .mapToLong(end -> end)
            .max()
            .orElse(nowMs.getAsLong())
        - nowMs.getAsLong();
  }

  /** The same leases as one node has them. */
  Leases of(String node) {
    return new Leases() {
      @Override
      public CompletionStage<Boolean> renew(UserId user) {
        return answer(() -> {
          var isNew = !isOnline(user);
          ends.computeIfAbsent(user, _ -> new HashMap<>()).put(node, nowMs.getAsLong() + leaseMs);
          if (isNew) {
            since.put(user, nowMs.getAsLong());
          }
          return isNew;
        });
      }

      @Override
      public CompletionStage<Boolean> release(UserId user, long goneMs) {
        return answer(() -> {
          ends.getOrDefault(user, new HashMap<>()).remove(node);
          if (isOnline(user)) {
            return false;
          }
          since.put(user, nowMs.getAsLong() - goneMs);
          return true;
        });
      }

      @Override
      public CompletionStage<Seen> look(UserId user) {
        return answer(() -> {
          var at = Optional.ofNullable(since.get(user)).map(Instant::ofEpochMilli);
          return new Seen(isOnline(user), at, Math.max(0, left(user)));
        });
      }

      @Override
      public void ping() throws TimeoutException {
        if (isAway) {
          throw new TimeoutException();
        }
      }
    };
  }

  /** What is asked of it. */
  private interface Question<T> {
    T answer();
  }

  private <T> CompletionStage<T> answer(Question<T> question) {
    return isAway
        ? CompletableFuture.failedStage(new TimeoutException())
        : CompletableFuture.completedStage(question.answer());
  }
}
