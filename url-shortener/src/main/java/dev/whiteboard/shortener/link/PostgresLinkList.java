package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An owner's links, newest first, page by page.
 *
 * <p>A page begins behind the last link of the one before, not at a number of rows: links that are
 * made meanwhile move nothing, and the hundredth page costs what the first does.
 */
public final class PostgresLinkList {
  private static final String LIST =
      """
      SELECT * FROM links
      WHERE owner_key = :owner AND deleted_at IS NULL
        AND (created_at, code) < (:behindAt, :behindCode)
        AND (CAST(:tag AS text) IS NULL OR :tag = ANY (tags))
        AND (CAST(:search AS text) IS NULL
             OR position(lower(:search) IN lower(concat_ws(' ', code, title, url))) > 0)
      ORDER BY created_at DESC, code DESC
      LIMIT :max
      """;

  private final Database database;

  /** Lists from this database. */
  public PostgresLinkList(Database database) {
    this.database = database;
  }

  /**
   * Where a page ends.
   *
   * @param createdAt when its last link was made
   * @param code the last link's
   */
  public record Position(Instant createdAt, String code) {
    /** Before the newest link. PostgreSQL's times end in the year 294276; ours before 10000. */
    public static final Position FIRST = new Position(Instant.parse("9999-12-31T23:59:59Z"), "~");

    /** Behind this link. */
    public static Position behind(Link link) {
      return new Position(link.createdAt(), link.code());
    }
  }

  /**
   * What is asked for.
   *
   * @param keyId the owner's API key
   * @param behind where the page before ended
   * @param tag only links with this label
   * @param search only links with this in code, title or URL, in whichever case
   * @param max how many at most
   */
  public record Query(
      String keyId, Position behind, Optional<String> tag, Optional<String> search, int max) {}

  /** The links of a page. Blocks; a search reads all of the owner's links up to its last find. */
  public List<StoredLink> find(Query query) {
    return database.query(handle ->
        handle
            .createQuery(LIST)
            .bind("owner", query.keyId())
            .bind("behindAt", query.behind().createdAt())
            .bind("behindCode", query.behind().code())
            .bind("tag", query.tag().orElse(null))
            .bind("search", query.search().orElse(null))
            .bind("max", query.max())
            .map((row, _) -> LinkRows.read(row))
            .list());
  }
}
