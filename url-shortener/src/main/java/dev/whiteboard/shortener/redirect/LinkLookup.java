package dev.whiteboard.shortener.redirect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.shortener.link.Links;
import dev.whiteboard.shortener.link.OwnedLink;
import dev.whiteboard.shortener.redirect.RedisTargets.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a code leads: in memory, else in Redis, else in PostgreSQL.
 *
 * <p>All who ask for the same code at the same time share one lookup (single flight): a link that
 * turns hot costs the database one read a node, not one a visitor.
 */
public final class LinkLookup {
  /** A target leaves the memory after so long, hot or not, so that nothing stays for ever. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** Whoever waits longer is told to come back; PostgreSQL's own deadlines lie below. */
  private static final Duration LOOKUP_MAX = Duration.ofSeconds(7);

  private final Cache<String, Target> memory;
  private final RedisTargets redis;
  private final Links links;
  private final Executor threads;
  private final CacheMeters meters;
  private final ConcurrentHashMap<String, CompletableFuture<Optional<Target>>> underWay =
      new ConcurrentHashMap<>();

  /**
   * Looks in these places.
   *
   * @param threads where the database is asked; each call blocks
   * @param linksMax how many targets to keep in memory
   */
  public LinkLookup(
      RedisTargets redis, Links links, Executor threads, CacheMeters meters, int linksMax) {
    this.memory = Caffeine.newBuilder().maximumSize(linksMax).expireAfterWrite(KEPT).build();
    this.redis = redis;
    this.links = links;
    this.threads = threads;
    this.meters = meters;
  }

  /** The target where memory has it. Never blocks. */
  public @Nullable Target inMemory(String code) {
    var target = memory.getIfPresent(code);
    meters.memory(target != null);
    return target;
  }

  /**
   * The target, from further away.
   *
   * @return none where there is no such link; fails where neither Redis knows nor the database can
   *     be asked
   */
  public CompletionStage<Optional<Target>> find(String code) {
    var ours = new CompletableFuture<Optional<Target>>();
    var theirs = underWay.putIfAbsent(code, ours);
    if (theirs != null) {
      return theirs;
    }
    var _ =
        ours.orTimeout(LOOKUP_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> underWay.remove(code, ours));
    askRedis(code).whenComplete((found, failure) -> complete(ours, found, failure));
    return ours;
  }

  /** Takes in a link that was just made. */
  public void remember(OwnedLink owned) {
    var target = Target.of(owned.link());
    memory.put(owned.link().code(), target);
    redis.keep(owned.link().code(), target);
  }

  private CompletionStage<Optional<Target>> askRedis(String code) {
    return redis
        .find(code)
        .handle((answer, failure) -> {
          meters.redis(answer, failure);
          return failure != null ? new Answer.Nothing() : answer;
        })
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Known(var target) -> {
                memory.put(code, target);
                yield CompletableFuture.completedStage(Optional.of(target));
              }
              case Answer.KnownUnknown _ ->
                  CompletableFuture.completedStage(Optional.<Target>empty());
              case Answer.Nothing _ ->
                  CompletableFuture.supplyAsync(() -> askDatabase(code), threads);
            });
  }

  private Optional<Target> askDatabase(String code) {
    var found = links.find(code).map(owned -> Target.of(owned.link()));
    meters.database(found.isPresent());
    found.ifPresentOrElse(
        target -> {
          memory.put(code, target);
          redis.keep(code, target);
        },
        () -> redis.keepUnknown(code));
    return found;
  }

  private static <T> void complete(
      CompletableFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
    if (failure != null) {
      future.completeExceptionally(failure);
    } else if (value != null) {
      future.complete(value);
    }
  }
}
