package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.shortener.link.IdempotencyKey.KeyId;
import dev.whiteboard.shortener.link.Links.Insertion;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The statements that keep a batch of links: one for each table, however long the batch is.
 *
 * <p>Two nodes can't wait for one another here. What a batch may have to wait for is a key or a
 * code that another transaction is just inserting; and each takes all its keys first, then all its
 * codes, both in ascending order.
 */
final class LinkInserts {
  private static final String INSERT_KEYS =
      """
      INSERT INTO idempotency_keys (scope, key_hash, body_hash, code, created_at)
      SELECT scope, key_hash, body_hash, code, created_at
      FROM unnest(:scopes, :keys, :bodies, :codes, :createdAt)
        AS new (scope, key_hash, body_hash, code, created_at)
      ORDER BY scope, key_hash
      ON CONFLICT (scope, key_hash) DO NOTHING
      RETURNING scope, key_hash
      """;

  private static final String DELETE_KEYS =
      """
      DELETE FROM idempotency_keys
      USING unnest(:scopes, :keys) AS unused (scope, key_hash)
      WHERE idempotency_keys.scope = unused.scope
        AND idempotency_keys.key_hash = unused.key_hash
      """;

  private static final String INSERT_LINKS =
      """
      INSERT INTO links (code, url, redirect, title, tags, created_at, expires_at, max_visits,
                         owner_key, manage_hash)
      SELECT code, url, redirect, title, tags::text[], created_at, expires_at, max_visits,
             owner_key, manage_hash
      FROM unnest(:codes, :urls, :redirects, :titles, :tags, :createdAt, :expiresAt, :maxVisits,
                  :ownerKeys, :manageHashes)
        AS new (code, url, redirect, title, tags, created_at, expires_at, max_visits,
                owner_key, manage_hash)
      ORDER BY code COLLATE "C"
      ON CONFLICT (code) DO NOTHING
      RETURNING code
      """;

  private static final String INSERT_BUDGETS =
      """
      INSERT INTO visit_budgets (code, visits_left)
      SELECT code, visits_left
      FROM unnest(:codes, :visits) AS new (code, visits_left)
      """;

  private static final String EARLIER =
      "SELECT body_hash, code FROM idempotency_keys WHERE scope = :scope AND key_hash = :key";

  private final Handle handle;

  /** In the transaction that this handle is in. */
  LinkInserts(Handle handle) {
    this.handle = handle;
  }

  /** As {@link Links#insert}. */
  List<Insertion> insert(List<NewLink> batch) {
    // The keys first: a second request with one of them waits here until the first has ended.
    var newKeys = insertKeys(batch);
    var first = batch.stream().filter(link -> isFirst(link, newKeys)).toList();
    var codes = insertLinks(first);
    var kept = first.stream().filter(link -> codes.contains(link.code())).toList();
    insertBudgets(kept);
    announce(kept);
    deleteKeys(first.stream().filter(link -> !codes.contains(link.code())).toList());
    return batch.stream().map(link -> outcome(link, newKeys, codes)).toList();
  }

  private static boolean isFirst(NewLink link, Set<KeyId> newKeys) {
    return link.idempotency().map(key -> newKeys.contains(key.id())).orElse(true);
  }

  private Insertion outcome(NewLink link, Set<KeyId> newKeys, Set<String> keptCodes) {
    if (!isFirst(link, newKeys)) {
      return repeated(link.idempotency().orElseThrow());
    }
    return keptCodes.contains(link.code()) ? new Insertion.Kept() : new Insertion.CodeTaken();
  }

  private Insertion repeated(IdempotencyKey key) {
    record Earlier(TokenHash body, String code) {}

    var earlier =
        handle
            .createQuery(EARLIER)
            .bind("scope", key.scope())
            .bind("key", key.key().bytes())
            .map((row, _) ->
                new Earlier(TokenHash.kept(row.getBytes("body_hash")), row.getString("code")))
            .one();
    if (!key.body().equals(earlier.body)) {
      return new Insertion.KeyReused();
    }
    return PostgresLinks.find(handle, earlier.code)
        .<Insertion>map(stored -> new Insertion.Repeated(stored.link()))
        .orElseGet(Insertion.KeyReused::new);
  }

  private Set<KeyId> insertKeys(List<NewLink> batch) {
    var keyed = batch.stream().filter(link -> link.idempotency().isPresent()).toList();
    if (keyed.isEmpty()) {
      return Set.of();
    }
    return columns(handle.createQuery(INSERT_KEYS), keyed)
        .with("scopes", "text", link -> key(link).scope())
        .with("keys", "bytea", link -> key(link).key().bytes())
        .with("bodies", "bytea", link -> key(link).body().bytes())
        .with("codes", "text", NewLink::code)
        .with("createdAt", "timestamptz", link -> link.link().link().createdAt())
        .bound()
        .map(
            (row, _) -> new KeyId(row.getString("scope"), TokenHash.kept(row.getBytes("key_hash"))))
        .set();
  }

  /** Whose alias is taken has made nothing: the key is free for another try. */
  private void deleteKeys(List<NewLink> notKept) {
    var keyed = notKept.stream().filter(link -> link.idempotency().isPresent()).toList();
    if (!keyed.isEmpty()) {
      columns(handle.createUpdate(DELETE_KEYS), keyed)
          .with("scopes", "text", link -> key(link).scope())
          .with("keys", "bytea", link -> key(link).key().bytes())
          .bound()
          .execute();
    }
  }

  private Set<String> insertLinks(List<NewLink> links) {
    if (links.isEmpty()) {
      return Set.of();
    }
    var owned = links.stream().map(NewLink::link).toList();
    return columns(handle.createQuery(INSERT_LINKS), owned)
        .with("codes", "text", link -> link.link().code())
        .with("urls", "text", link -> link.link().url().text())
        .with("redirects", "int2", link -> link.link().redirect().status())
        .with("titles", "text", link -> link.link().title().orElse(null))
        .with("tags", "text", link -> Columns.arrayLiteral(link.link().tags()))
        .with("createdAt", "timestamptz", link -> link.link().createdAt())
        .with("expiresAt", "timestamptz", link -> link.link().expiresAt().orElse(null))
        .with("maxVisits", "int4", link -> link.link().maxVisits().orElse(null))
        .with("ownerKeys", "text", link -> ownerKey(link.ownership()))
        .with("manageHashes", "bytea", link -> manageHash(link.ownership()))
        .bound()
        .mapTo(String.class)
        .set();
  }

  private void insertBudgets(List<NewLink> kept) {
    var limited = kept.stream().filter(link -> link.link().link().maxVisits().isPresent()).toList();
    if (!limited.isEmpty()) {
      columns(handle.createUpdate(INSERT_BUDGETS), limited)
          .with("codes", "text", NewLink::code)
          .with("visits", "int4", link -> link.link().link().maxVisits().orElseThrow())
          .bound()
          .execute();
    }
  }

  /** Heard once the transaction is committed, and only then. */
  private void announce(List<NewLink> kept) {
    for (var notice : LinkNotice.ofMade(kept.stream().map(NewLink::code).toList())) {
      notice.send(handle);
    }
  }

  private <T, S extends SqlStatement<S>> Columns<T, S> columns(S statement, List<T> rows) {
    return new Columns<>(handle, statement, rows);
  }

  private static IdempotencyKey key(NewLink link) {
    return link.idempotency().orElseThrow();
  }

  private static @Nullable String ownerKey(Ownership ownership) {
    return ownership instanceof Ownership.OfKey(var id) ? id : null;
  }

  private static byte @Nullable [] manageHash(Ownership ownership) {
    return ownership instanceof Ownership.OfToken(var hash) ? hash.bytes() : null;
  }
}
