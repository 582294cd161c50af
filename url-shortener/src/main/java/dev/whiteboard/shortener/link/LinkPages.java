package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.link.PostgresLinkList.Query;
import java.util.Comparator;
import java.util.List;

/**
 * Pages of an owner's links, out of all shards: each gives its next ones, the newest of all are the
 * page. A link has one place in this order, whichever shard it is on, so that a page begins behind
 * the last link of the one before, as on one.
 */
public final class LinkPages {
  /** As each shard orders them. Codes are ASCII: characters compare as their bytes do. */
  private static final Comparator<StoredLink> NEWEST_FIRST =
      Comparator.<StoredLink, Link>comparing(
              StoredLink::link, Comparator.comparing(Link::createdAt).thenComparing(Link::code))
          .reversed();

  private final Shards<PostgresLinkList> lists;

  /** Pages of these lists. */
  public LinkPages(Shards<PostgresLinkList> lists) {
    this.lists = lists;
  }

  /**
   * The links of a page. Blocks.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where a shard is away: a page with gaps
   *     would look as if links were lost
   */
  public List<StoredLink> find(Query query) {
    return lists.askAll(list -> list.find(query)).stream()
        .flatMap(List::stream)
        .sorted(NEWEST_FIRST)
        .limit(query.max())
        .toList();
  }
}
