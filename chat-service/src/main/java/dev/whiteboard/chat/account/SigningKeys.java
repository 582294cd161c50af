package dev.whiteboard.chat.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.whiteboard.kit.store.Database;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What tokens are signed with: secrets of 32 random bytes that all nodes share, kept in PostgreSQL.
 * The first node makes the first.
 *
 * <p>To change it, a row with a higher id and a time to come is put into {@code signing_keys}: all
 * nodes know it within seconds, sign with it from that time on, and believe the old one until its
 * row is deleted, a token's lifetime later.
 */
public final class SigningKeys {
  private static final int SECRET_BYTES = 32;

  private static final String MAKE_FIRST =
      """
      INSERT INTO signing_keys (id, secret, signs_from)
      SELECT 1, :secret, :now WHERE NOT EXISTS (SELECT FROM signing_keys)
      ON CONFLICT DO NOTHING
      """;

  private final Database database;
  private volatile Map<String, Key> keys = Map.of();

  private SigningKeys(Database database) {
    this.database = database;
  }

  /**
   * One of the secrets.
   *
   * @param id a higher one goes before a lower one
   * @param signsFrom not before this time
   */
  record Key(int id, Instant signsFrom, JWSSigner signer, JWSVerifier verifier) {
    /** As it stands in a token's header. */
    String name() {
      return Integer.toString(id);
    }
  }

  /** Reads them, and makes the first where there is none. Blocks. */
  public static SigningKeys load(Database database, SecureRandom random, InstantSource clock) {
    var candidate = new byte[SECRET_BYTES];
    random.nextBytes(candidate);
    database.query(handle ->
        handle
            .createUpdate(MAKE_FIRST)
            .bind("secret", candidate)
            .bind("now", clock.instant())
            .execute());
    var keys = new SigningKeys(database);
    keys.refresh();
    return keys;
  }

  /** Reads them again. Blocks. */
  public void refresh() {
    keys =
        database
            .query(handle ->
                handle
                    .createQuery("SELECT id, secret, signs_from FROM signing_keys")
                    .map((row, _) -> read(row))
                    .list())
            .stream()
            .collect(Collectors.toUnmodifiableMap(Key::name, key -> key));
  }

  /** What those are called that are believed now. */
  public Set<String> names() {
    return keys.keySet();
  }

  /** The one to sign with. */
  Key signing(Instant now) {
    var known = List.copyOf(keys.values());
    return known.stream()
        .filter(key -> !key.signsFrom.isAfter(now))
        .max(Comparator.comparingInt(Key::id))
        .or(() -> known.stream().min(Comparator.comparingInt(Key::id)))
        .orElseThrow(() -> new IllegalStateException("signing_keys is empty"));
  }

  /** The one of this name. */
  Optional<Key> named(String name) {
    return Optional.ofNullable(keys.get(name));
  }

  private static Key read(ResultSet row) throws SQLException {
    var secret = row.getBytes("secret");
    try {
      return new Key(
          row.getInt("id"),
          row.getTimestamp("signs_from").toInstant(),
          new MACSigner(secret),
          new MACVerifier(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException("the table allows 32 bytes only, which HS256 takes", e);
    }
  }
}
