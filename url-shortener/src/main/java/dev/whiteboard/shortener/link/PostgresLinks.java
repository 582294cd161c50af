package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.shortener.access.TokenHash;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Links in PostgreSQL. */
public final class PostgresLinks implements Links {
  /** A key older than this may make a new link. */
  private static final Duration IDEMPOTENCY_KEPT = Duration.ofDays(1);

  private static final String INSERT_LINK =
      """
      INSERT INTO links (code, url, redirect, title, tags, created_at, expires_at, max_visits,
                         owner_key, manage_hash)
      VALUES (:code, :url, :redirect, :title, :tags, :createdAt, :expiresAt, :maxVisits,
              :ownerKey, :manageHash)
      ON CONFLICT (code) DO NOTHING
      """;

  private static final String INSERT_KEY =
      """
      INSERT INTO idempotency_keys (scope, key_hash, body_hash, code, created_at)
      VALUES (:scope, :key, :body, :code, :createdAt)
      ON CONFLICT (scope, key_hash) DO NOTHING
      """;

  private final Database database;

  /** Links in this database. */
  public PostgresLinks(Database database) {
    this.database = database;
  }

  @Override
  public Insertion insert(OwnedLink link, Optional<IdempotencyKey> idempotency) {
    return database.transaction(handle -> {
      // The key first: a second request with it waits here until the first has ended.
      if (idempotency.isPresent() && !insertKey(handle, idempotency.get(), link.link())) {
        return repeated(handle, idempotency.get());
      }
      if (!insertLink(handle, link)) {
        handle.rollback();
        return new Insertion.CodeTaken();
      }
      link.link().maxVisits().ifPresent(max -> insertBudget(handle, link.link().code(), max));
      return new Insertion.Kept();
    });
  }

  @Override
  public Optional<StoredLink> find(String code) {
    return database.query(handle -> find(handle, code));
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

  /** Forgets idempotency keys that are past their time. */
  public void forgetOldKeys(Instant now) {
    database.query(handle ->
        handle.execute(
            "DELETE FROM idempotency_keys WHERE created_at < ?",
            Timestamp.from(now.minus(IDEMPOTENCY_KEPT))));
  }

  private static Optional<StoredLink> find(Handle handle, String code) {
    return handle
        .createQuery("SELECT * FROM links WHERE code = :code")
        .bind("code", code)
        .map((row, _) -> LinkRows.read(row))
        .findOne();
  }

  private static boolean insertKey(Handle handle, IdempotencyKey key, Link link) {
    return handle
            .createUpdate(INSERT_KEY)
            .bind("scope", key.scope())
            .bind("key", key.key().bytes())
            .bind("body", key.body().bytes())
            .bind("code", link.code())
            .bind("createdAt", link.createdAt())
            .execute()
        == 1;
  }

  private static Insertion repeated(Handle handle, IdempotencyKey key) {
    record Earlier(TokenHash body, String code) {}

    var earlier =
        handle
            .createQuery(
                "SELECT body_hash, code FROM idempotency_keys"
                    + " WHERE scope = :scope AND key_hash = :key")
            .bind("scope", key.scope())
            .bind("key", key.key().bytes())
            .map((row, _) ->
                new Earlier(new TokenHash(row.getBytes("body_hash")), row.getString("code")))
            .one();
    if (!key.body().equals(earlier.body)) {
      return new Insertion.KeyReused();
    }
    return find(handle, earlier.code)
        .<Insertion>map(link -> new Insertion.Repeated(link.link()))
        .orElseGet(Insertion.KeyReused::new);
  }

  private static boolean insertLink(Handle handle, OwnedLink owned) {
    var link = owned.link();
    var update =
        handle
            .createUpdate(INSERT_LINK)
            .bind("code", link.code())
            .bind("url", link.url().text())
            .bind("redirect", link.redirect().status())
            .bind("title", link.title().orElse(null))
            .bindArray("tags", String.class, link.tags())
            .bind("createdAt", link.createdAt())
            .bind("expiresAt", link.expiresAt().orElse(null))
            .bind("maxVisits", link.maxVisits().orElse(null));
    switch (owned.ownership()) {
      case Ownership.OfKey(var id) ->
          update.bind("ownerKey", id).bindNull("manageHash", Types.BINARY);
      case Ownership.OfToken(var hash) ->
          update.bindNull("ownerKey", Types.VARCHAR).bind("manageHash", hash.bytes());
    }
    return update.execute() == 1;
  }

  private static void insertBudget(Handle handle, String code, int visits) {
    handle.execute("INSERT INTO visit_budgets (code, visits_left) VALUES (?, ?)", code, visits);
  }
}
