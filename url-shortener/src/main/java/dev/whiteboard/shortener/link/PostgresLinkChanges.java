package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.Database;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Edits and deletions in PostgreSQL. Each leaves a row in {@code link_changes} and a notice to all
 * nodes, in the same transaction: what is changed is always told, and what is told is changed.
 */
public final class PostgresLinkChanges {
  /** How long a change can be read by a node that missed the notice. */
  public static final Duration KEPT = Duration.ofHours(1);

  /** After so long Redis has forgotten what it had before, and need not be told any more. */
  private static final Duration KEPT_MAX = Duration.ofDays(2);

  /** Changes brought to Redis at a time. */
  private static final int CORRECTIONS_MAX = 100;

  private static final String UPDATE_LINK =
      """
      UPDATE links
      SET url = :url, redirect = :redirect, title = :title, tags = :tags, expires_at = :expiresAt,
          max_visits = :maxVisits, version = version + 1
      WHERE code = :code
      """;

  /** Visits that are spent stay spent; where there was no limit, none is. */
  private static final String SET_BUDGET =
      """
      INSERT INTO visit_budgets (code, visits_left) VALUES (:code, :max)
      ON CONFLICT (code)
      DO UPDATE SET visits_left = greatest(0, visit_budgets.visits_left + :max - :maxBefore)
      """;

  private static final String CORRECTIONS =
      """
      SELECT change.version AS changed, links.*
      FROM link_changes AS change JOIN links USING (code)
      WHERE NOT change.in_redis
      ORDER BY change.changed_at
      LIMIT :max
      FOR UPDATE OF change SKIP LOCKED
      """;

  private final Database database;

  /** Changes in this database. */
  public PostgresLinkChanges(Database database) {
    this.database = database;
  }

  /** What came of a change. */
  public sealed interface Outcome {
    /**
     * It is done.
     *
     * @param link the link now
     */
    record Done(StoredLink link) implements Outcome {}

    /** There is no such link, or no more. */
    record Gone() implements Outcome {}

    /** It is not at the version that the change was meant for. */
    record OtherVersion() implements Outcome {}
  }

  /**
   * Edits a link. Blocks.
   *
   * @param version only where the link is at this version; empty for whichever
   */
  public Outcome edit(String code, LinkEdit edit, Optional<Long> version) {
    return change(
        code,
        version,
        (handle, before) -> {
          var link = edit.of(before.link());
          update(handle, link);
          setBudget(handle, before.link(), link);
          return new StoredLink(link, before.ownership(), before.version() + 1, false);
        });
  }

  /**
   * Deletes a link; its code stays taken. Blocks.
   *
   * @param version only where the link is at this version; empty for whichever
   */
  public Outcome delete(String code, Optional<Long> version) {
    return change(
        code,
        version,
        (handle, before) -> {
          handle.execute(
              "UPDATE links SET deleted_at = now(), version = version + 1 WHERE code = ?", code);
          return new StoredLink(before.link(), before.ownership(), before.version() + 1, true);
        });
  }

  /**
   * Hands out changes that Redis has not been told yet, each to one node at a time. Blocks.
   *
   * @param telling takes the links as they are now; returns those that Redis has
   */
  public void correct(Function<List<StoredLink>, List<StoredLink>> telling) {
    database.transaction(handle -> {
      var links = corrections(handle);
      if (!links.isEmpty()) {
        corrected(handle, telling.apply(links));
      }
      return links.size();
    });
  }

  /** Forgets changes that every node has heard of by now, and Redis too. */
  public void forgetOld(Instant now) {
    database.query(handle ->
        handle.execute(
            "DELETE FROM link_changes WHERE in_redis AND changed_at < ? OR changed_at < ?",
            Timestamp.from(now.minus(KEPT)),
            Timestamp.from(now.minus(KEPT_MAX))));
  }

  @FunctionalInterface
  private interface Step {
    StoredLink apply(Handle handle, StoredLink before);
  }

  private Outcome change(String code, Optional<Long> version, Step step) {
    return database.transaction(handle -> {
      var before = locked(handle, code).filter(link -> !link.deleted());
      if (before.isEmpty()) {
        return new Outcome.Gone();
      }
      if (version.isPresent() && version.get() != before.get().version()) {
        return new Outcome.OtherVersion();
      }
      var after = step.apply(handle, before.get());
      tell(handle, new LinkNotice.Changed(code, after.version()));
      return new Outcome.Done(after);
    });
  }

  private static Optional<StoredLink> locked(Handle handle, String code) {
    return handle
        .createQuery("SELECT * FROM links WHERE code = :code FOR UPDATE")
        .bind("code", code)
        .map((row, _) -> LinkRows.read(row))
        .findOne();
  }

  private static void update(Handle handle, Link link) {
    handle
        .createUpdate(UPDATE_LINK)
        .bind("code", link.code())
        .bind("url", link.url().text())
        .bind("redirect", link.redirect().status())
        .bind("title", link.title().orElse(null))
        .bindArray("tags", String.class, link.tags())
        .bind("expiresAt", link.expiresAt().orElse(null))
        .bind("maxVisits", link.maxVisits().orElse(null))
        .execute();
  }

  private static void setBudget(Handle handle, Link before, Link after) {
    if (before.maxVisits().equals(after.maxVisits())) {
      return;
    }
    if (after.maxVisits().isEmpty()) {
      handle.execute("DELETE FROM visit_budgets WHERE code = ?", after.code());
      return;
    }
    handle
        .createUpdate(SET_BUDGET)
        .bind("code", after.code())
        .bind("max", after.maxVisits().get())
        .bind("maxBefore", before.maxVisits().orElse(0))
        .execute();
  }

  private static void tell(Handle handle, LinkNotice.Changed change) {
    handle.execute(
        "INSERT INTO link_changes (code, version) VALUES (?, ?)", change.code(), change.version());
    change.send(handle);
  }

  private static List<StoredLink> corrections(Handle handle) {
    return handle
        .createQuery(CORRECTIONS)
        .bind("max", CORRECTIONS_MAX)
        .map((row, _) -> LinkRows.read(row))
        .list();
  }

  /** All changes of a link up to the version that Redis has now. */
  private static void corrected(Handle handle, List<StoredLink> told) {
    var batch =
        handle.prepareBatch(
            "UPDATE link_changes SET in_redis = true WHERE code = :code AND version <= :version");
    told.forEach(
        link -> batch.bind("code", link.link().code()).bind("version", link.version()).add());
    batch.execute();
  }
}
