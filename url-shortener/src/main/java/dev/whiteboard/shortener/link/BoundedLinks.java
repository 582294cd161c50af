package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.shard.CallShare;
import java.util.List;
import java.util.Optional;

/** Links of one shard, of which only so many are looked for at once. */
public final class BoundedLinks implements Links {
  private final Links links;
  private final CallShare share;

  /** These, within this share. */
  public BoundedLinks(Links links, CallShare share) {
    this.links = links;
    this.share = share;
  }

  @Override
  public List<Insertion> insert(List<NewLink> batch) {
    return links.insert(batch);
  }

  /**
   * As the others'.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException at once where the share is used up
   */
  @Override
  public Optional<StoredLink> find(String code) {
    return share.call(() -> links.find(code));
  }
}
