package dev.whiteboard.shortener.redirect;

import dev.whiteboard.kit.shard.CallShare;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.link.Links;
import dev.whiteboard.shortener.link.StoredLink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Reads links from a replica where there is one, and from the primary where the replica does not
 * have them yet.
 *
 * <p>A replica lags. Who knows which version a link has at least can tell: an older one, or none,
 * is looked up again at the primary. With the primary away an old answer is better than none.
 */
public final class LinkReads {
  /** A replica that did not answer is left alone for so long: asking it costs a wait each time. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private final Links primary;
  private final Optional<Links> replica;
  private final CallShare share;
  private final InstantSource clock;
  private volatile Instant replicaAgain = Instant.MIN;

  /**
   * Reads from these.
   *
   * @param share how many reads there may be at once
   */
  public LinkReads(Links primary, Optional<Links> replica, CallShare share, InstantSource clock) {
    this.primary = primary;
    this.replica = replica;
    this.share = share;
    this.clock = clock;
  }

  /**
   * A link. Blocks.
   *
   * @param versionMin an older version will not do
   * @throws StoreAwayException also where the share is used up, then at once
   */
  Optional<StoredLink> find(String code, long versionMin) {
    return share.call(() -> findNewer(code, versionMin));
  }

  private Optional<StoredLink> findNewer(String code, long versionMin) {
    var near = replica.filter(_ -> isAnswering()).flatMap(links -> findOrNone(links, code));
    if (near.isPresent() && near.get().version() >= versionMin) {
      return near;
    }
    try {
      return primary.find(code);
    } catch (StoreAwayException e) {
      if (near.isPresent()) {
        return near;
      }
      throw e;
    }
  }

  private boolean isAnswering() {
    return !clock.instant().isBefore(replicaAgain);
  }

  private Optional<StoredLink> findOrNone(Links replica, String code) {
    try {
      return replica.find(code);
    } catch (StoreAwayException e) {
      replicaAgain = clock.instant().plus(LEFT_ALONE);
      return Optional.empty();
    }
  }
}
