package dev.whiteboard.shortener.redirect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.link.Link;
import dev.whiteboard.shortener.link.NewsReader;
import dev.whiteboard.shortener.redirect.RedisTargets.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a code leads: in memory, else in Redis, else in PostgreSQL.
 *
 * <p>All who ask for the same code at the same time share one look-up (single flight): a link that
 * turns hot costs the database one read a node, not one a visitor.
 */
public final class LinkLookup implements NewsReader {
  /*
   * How a change gets through
   *
   * A link that is hot in memory is never asked for elsewhere, so time alone does not help: the node
   * has to be told. Each edit sends a notice with its transaction; here it takes the link out of
   * memory and is remembered (RecentChanges), since a look-up that began before may end after it,
   * with the old version in its hands. Whatever comes in is measured against that.
   *
   * A node that hears nothing can't know. While there is no sign of life from the database, memory
   * is not believed: Redis is asked for each redirect, which the node that made the change has told
   * too. Where Redis can't be asked either, or has nothing, it is the database's turn, and where that
   * gives no answer at once, memory's, as old as it is: with everything away, known links go on.
   */

  /** Whoever waits longer is told to come back; PostgreSQL's own deadlines lie below. */
  private static final Duration LOOKUP_MAX = Duration.ofSeconds(7);

  /**
   * A code that the filter does not know may have been made on another node this very moment. Where
   * Redis can't be asked, so much time is left for the news.
   */
  private static final Duration NEWS_MAX = Duration.ofMillis(50);

  /** With an old answer in memory, nobody waits longer than this for a new one. */
  private static final Duration OLD_AFTER = Duration.ofMillis(300);

  private final Cache<String, Target> memory;
  private final RecentChanges changes = new RecentChanges();
  private final Parts parts;
  private final ConcurrentHashMap<String, CompletableFuture<Optional<Target>>> underWay =
      new ConcurrentHashMap<>();

  /**
   * Where it looks.
   *
   * @param redis the second tier
   * @param links the third
   * @param known in front of it
   * @param live whether changes of a code's link, made on other nodes, are heard
   * @param threads where the database is asked; each call blocks
   * @param meters what is counted
   */
  public record Parts(
      RedisTargets redis,
      Shards<LinkReads> links,
      KnownCodes known,
      Predicate<String> live,
      Executor threads,
      CacheMeters meters) {}

  /**
   * Looks in these places.
   *
   * @param linksMax how many targets to keep in memory
   */
  public LinkLookup(Parts parts, int linksMax) {
    this.parts = parts;
    // No expiry: what is changed is taken out, what is not asked for makes room, and a clock that
    // nobody reads costs nothing. Its own threads: one to wake would cost more than what it does.
    this.memory = Caffeine.newBuilder().maximumSize(linksMax).executor(Runnable::run).build();
  }

  /** The target where memory has it and can be believed. Never blocks. */
  public @Nullable Target inMemory(String code) {
    var target = parts.live.test(code) ? memory.getIfPresent(code) : null;
    if (target != null) {
      parts.meters.memory(true);
    }
    return target;
  }

  /**
   * The target, from further away.
   *
   * @return none where there is no such link; fails where neither Redis knows nor the database can
   *     be asked
   */
  public CompletionStage<Optional<Target>> find(String code) {
    parts.meters.memory(false);
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

  /** Takes in a link that was just made here; completes when other nodes can find it. */
  public CompletionStage<Void> remember(Link link) {
    var target = Target.ofNew(link);
    parts.known.add(link.code());
    keepInMemory(link.code(), target);
    return parts.redis.keep(link.code(), target).exceptionally(_ -> null);
  }

  @Override
  public void made(List<String> codes) {
    codes.forEach(parts.known::add);
  }

  @Override
  public void changed(String code, long version) {
    changes.note(code, version);
    underWay.remove(code); // who asks from now on does not join a look-up that began before
    memory
        .asMap()
        .computeIfPresent(code, (_, target) -> target.version() < version ? null : target);
  }

  private CompletionStage<Optional<Target>> askRedis(String code) {
    return parts
        .redis
        .find(code)
        .handle((answer, failure) -> {
          parts.meters.redis(answer, failure);
          return switch (answer) {
            case Answer.Known(var target) when !isOld(code, target) -> kept(code, target);
            case Answer.KnownUnknown _ -> nothing();
            case null -> askFurther(code, NEWS_MAX);
            default -> askFurther(code, Duration.ZERO);
          };
        })
        .thenCompose(next -> next);
  }

  /**
   * Asks whoever else may know.
   *
   * @param patience for news of a code that nobody knows
   */
  private CompletionStage<Optional<Target>> askFurther(String code, Duration patience) {
    var old = parts.live.test(code) ? null : memory.getIfPresent(code);
    if (old != null) {
      return orOld(askDatabase(code), old);
    }
    if (!isNever(code)) {
      return askDatabase(code);
    }
    if (patience.isZero()) {
      parts.meters.never();
      return nothing();
    }
    var later =
        CompletableFuture.delayedExecutor(
            patience.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
    return CompletableFuture.runAsync(() -> {}, later)
        .thenCompose(_ -> askFurther(code, Duration.ZERO));
  }

  private boolean isNever(String code) {
    return parts.live.test(code) && parts.known.isNever(code);
  }

  private static CompletionStage<Optional<Target>> orOld(
      CompletableFuture<Optional<Target>> asked, Target old) {
    return asked
        .completeOnTimeout(Optional.of(old), OLD_AFTER.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> Optional.of(old));
  }

  private CompletableFuture<Optional<Target>> askDatabase(String code) {
    try {
      return CompletableFuture.supplyAsync(() -> readDatabase(code), parts.threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Optional<Target> readDatabase(String code) {
    // Who hears nothing knows no version, and takes the primary's word alone.
    var versionMin = parts.live.test(code) ? changes.versionMin(code) : Long.MAX_VALUE;
    var found = parts.links.of(code).find(code, versionMin).map(Target::of);
    parts.meters.database(found.isPresent());
    found.ifPresentOrElse(target -> keep(code, target), () -> parts.redis.keepUnknown(code));
    return found;
  }

  private void keep(String code, Target target) {
    keepInMemory(code, target);
    if (!isOld(code, target)) {
      var _ = parts.redis.keep(code, target);
    }
  }

  private CompletionStage<Optional<Target>> kept(String code, Target target) {
    keepInMemory(code, target);
    return CompletableFuture.completedStage(Optional.of(target));
  }

  /** News may come between the look and the put: so it looks again behind the put. */
  private void keepInMemory(String code, Target target) {
    if (isOld(code, target)) {
      return;
    }
    memory.asMap().merge(code, target, (a, b) -> a.version() > b.version() ? a : b);
    if (isOld(code, target)) {
      memory.asMap().remove(code, target);
    }
  }

  private boolean isOld(String code, Target target) {
    return target.version() < changes.versionMin(code);
  }

  private static CompletionStage<Optional<Target>> nothing() {
    return CompletableFuture.completedStage(Optional.empty());
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
