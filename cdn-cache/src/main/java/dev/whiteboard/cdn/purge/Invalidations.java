package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Accepts invalidations at the control plane: into the log, and only then out to the nodes. What
 * was accepted is on disk, so a control plane that dies in the middle loses none. For any thread.
 */
public final class Invalidations {
  private final PurgeParts parts;
  private final PurgeAgent agent;
  private final Spreads spreads;
  private final Made made;

  /**
   * Over these.
   *
   * @param parts those of the control plane's agent, with a log
   */
  public Invalidations(PurgeParts parts, PurgeAgent agent, Spreads spreads, Made made) {
    this.parts = parts;
    this.agent = agent;
    this.spreads = spreads;
    this.made = made;
  }

  /**
   * What an invalidation gets beside what is asked for.
   *
   * @param ids a new one each time
   * @param clock when it was accepted
   * @param timeToLive not longer than the log keeps its records
   */
  public record Made(Supplier<String> ids, InstantSource clock, Duration timeToLive) {}

  /**
   * What somebody asks for.
   *
   * @param target what it meets
   * @param keys how many URLs or tags; 1 for a prefix
   * @param soft whether what it meets stays, stale
   * @param priority how much it matters
   * @param kind how it is to spread; empty to have it chosen
   */
  public record Wish(
      Target target, int keys, boolean soft, Priority priority, Optional<Kind> kind) {}

  /**
   * Accepts one, and begins to spread it.
   *
   * @return how far it has come: nowhere; fails with a {@link LogAwayException} where the log can't
   *     be written
   */
  public CompletionStage<Spread> accept(Wish wish) {
    if (!agent.isJoined()) {
      return CompletableFuture.failedStage(new LogAwayException("the log was not read yet", null));
    }
    var nodes = parts.members().get().nodes();
    var choice = StrategyChoice.of(wish.kind(), wish.priority(), wish.keys(), nodes.size());
    return parts
        .log()
        .orElseThrow()
        .append(draft(wish))
        .thenApply(invalidation -> {
          spreads.begin(invalidation, choice, nodes);
          agent.spread(invalidation, choice.kind());
          return spreads.find(invalidation.id()).orElseThrow();
        });
  }

  private Invalidation draft(Wish wish) {
    return new Invalidation(
        0,
        made.ids().get(),
        wish.target(),
        wish.soft(),
        wish.priority(),
        made.clock().instant(),
        made.timeToLive());
  }
}
