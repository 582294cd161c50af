package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.shortener.code.Alias;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Links in PostgreSQL. */
public final class PostgresLinks implements Links {
  /** A key older than this may make a new link. */
  private static final Duration IDEMPOTENCY_KEPT = Duration.ofDays(1);

  /** A claim that somebody is just taking is left: it is being made young again. */
  private static final String FORGET_CLAIMS =
      """
      DELETE FROM idempotency_claims
      WHERE (scope, key_hash) IN (
        SELECT scope, key_hash FROM idempotency_claims WHERE created_at < ? FOR UPDATE SKIP LOCKED)
      """;

  private final Database database;

  /** Links in this database. */
  public PostgresLinks(Database database) {
    this.database = database;
  }

  @Override
  public List<Insertion> insert(List<NewLink> batch) {
    return database.transaction(handle -> new LinkInserts(handle).insert(batch));
  }

  @Override
  public Optional<StoredLink> find(String code) {
    return Alias.isWellFormed(code)
        ? database.query(handle -> find(handle, code))
        : Optional.empty();
  }

  /**
   * Codes in their order, deleted ones too.
   *
   * @param code where to begin behind; "" for the first
   * @param max how many at most
   */
  public List<String> codesBehind(String code, int max) {
    return database.query(handle ->
        handle
            .createQuery("SELECT code FROM links WHERE code > :code ORDER BY code LIMIT :max")
            .bind("code", code)
            .bind("max", max)
            .mapTo(String.class)
            .list());
  }

  /** Forgets idempotency keys that are past their time, and claims of theirs. */
  public void forgetOldKeys(Instant now) {
    var before = Timestamp.from(now.minus(IDEMPOTENCY_KEPT));
    database.query(handle ->
        handle.execute(FORGET_CLAIMS, before)
            + handle.execute("DELETE FROM idempotency_keys WHERE created_at < ?", before));
  }

  static Optional<StoredLink> find(Handle handle, String code) {
    return handle
        .createQuery("SELECT * FROM links WHERE code = :code")
        .bind("code", code)
        .map((row, _) -> LinkRows.read(row))
        .findOne();
  }
}
