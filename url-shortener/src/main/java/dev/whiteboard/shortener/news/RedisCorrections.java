package dev.whiteboard.shortener.news;

import dev.whiteboard.shortener.link.PostgresLinkChanges;
import dev.whiteboard.shortener.link.StoredLink;
import dev.whiteboard.shortener.redirect.RedisTargets;
import dev.whiteboard.shortener.redirect.Target;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Brings changed links to Redis, until it has them.
 *
 * <p>Redis may be away in the moment of a change, and be back with what it had before. So a change
 * is written down with its transaction (a transactional outbox) and struck out when Redis has it;
 * the node that made it tries at once, all nodes try again every few moments.
 */
public final class RedisCorrections {
  private final PostgresLinkChanges changes;
  private final RedisTargets redis;

  /** From there to here. */
  public RedisCorrections(PostgresLinkChanges changes, RedisTargets redis) {
    this.changes = changes;
    this.redis = redis;
  }

  /** Tells Redis what it has not been told; leaves what it can't be told now. Blocks. */
  public void run() {
    changes.correct(this::tell);
  }

  private List<StoredLink> tell(List<StoredLink> links) {
    record Told(StoredLink link, CompletionStage<Void> done) {}

    var told =
        links.stream()
            .map(link -> new Told(link, redis.keep(link.link().code(), Target.of(link))))
            .toList();
    return told.stream().filter(each -> isDone(each.done)).map(Told::link).toList();
  }

  /** Commands to Redis have a deadline of their own. */
  private static boolean isDone(CompletionStage<Void> command) {
    try {
      command.toCompletableFuture().join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }
}
