package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.shortener.shard.Shards;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Claims of idempotency keys in PostgreSQL, each on the shard of its key. */
public final class PostgresKeyClaims implements KeyClaims {
  /*
   * How is a link made once, without a transaction over two databases?
   *
   * A repeated request draws another code, of another shard, where nobody knows of the first. So
   * before anything else the key's shard keeps which code the key is to get: the first claim stands,
   * whoever comes later takes its code. The link is then made on the shard of that code, in one
   * transaction with the key, as where there is one database: of many who try, one makes it, and the
   * others find it.
   *
   *   key's shard    claim: key K gets code n3Xk0aQ          before
   *   code's shard   key K and link n3Xk0aQ, or neither      one transaction
   *
   * Whoever dies in between leaves a claim, and the next with the key makes its link. A claim is
   * given up in one case, that the code is taken by a link that K did not make. Links are never
   * removed, so nobody can make one of that claim any more, however late.
   */

  private static final String CLAIM =
      """
      INSERT INTO idempotency_claims (scope, key_hash, body_hash, code, created_at)
      VALUES (:scope, :key, :body, :code, :createdAt)
      ON CONFLICT (scope, key_hash) DO NOTHING
      """;

  private static final String FIND =
      "SELECT body_hash, code FROM idempotency_claims WHERE scope = :scope AND key_hash = :key";

  private static final String RELEASE =
      """
      DELETE FROM idempotency_claims
      WHERE scope = :scope AND key_hash = :key AND code = :code
      """;

  private final Shards<Database> databases;

  /** Claims in these databases. */
  public PostgresKeyClaims(Shards<Database> databases) {
    this.databases = databases;
  }

  private record Claimed(TokenHash body, String code) {}

  @Override
  public Claim claim(NewLink link) {
    if (link.idempotency().isEmpty()) {
      return new Claim.Granted(link);
    }
    var key = link.idempotency().get();
    var claimed = databases.of(text(key)).query(handle -> claim(handle, key, link));
    if (claimed.isEmpty()) {
      return new Claim.Again();
    }
    return claimed.get().body.equals(key.body())
        ? new Claim.Granted(link.under(claimed.get().code))
        : new Claim.OtherBody();
  }

  @Override
  public void release(NewLink link) {
    link.idempotency()
        .ifPresent(key -> {
          var _ =
              databases
                  .of(text(key))
                  .query(handle ->
                      handle
                          .createUpdate(RELEASE)
                          .bind("scope", key.scope())
                          .bind("key", key.key().bytes())
                          .bind("code", link.code())
                          .execute());
        });
  }

  private static Optional<Claimed> claim(Handle handle, IdempotencyKey key, NewLink link) {
    handle
        .createUpdate(CLAIM)
        .bind("scope", key.scope())
        .bind("key", key.key().bytes())
        .bind("body", key.body().bytes())
        .bind("code", link.code())
        .bind("createdAt", link.link().link().createdAt())
        .execute();
    return handle
        .createQuery(FIND)
        .bind("scope", key.scope())
        .bind("key", key.key().bytes())
        .map((row, _) ->
            new Claimed(TokenHash.kept(row.getBytes("body_hash")), row.getString("code")))
        .findOne();
  }

  /** Keys are spread as codes are. */
  private static String text(IdempotencyKey key) {
    return HexFormat.of().formatHex(key.key().bytes()) + key.scope();
  }
}
