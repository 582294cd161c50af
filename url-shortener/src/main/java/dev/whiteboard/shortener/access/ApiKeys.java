package dev.whiteboard.shortener.access;

import dev.whiteboard.kit.store.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * API keys, kept in PostgreSQL as hashes.
 *
 * <pre>
 *  wbk_ kJ3vQx0aT9sN _ 3fT…          "wbk" says what it is, to secret scanners too
 *       └── id ────┘   └ secret      9 and 32 random bytes, base64url
 * </pre>
 */
public final class ApiKeys {
  private static final String PREFIX = "wbk_";
  private static final int ID_BYTES = 9;
  private static final int ID_CHARS = 12;
  private static final int SECRET_BYTES = 32;

  private final Database database;
  private final SecureRandom random;
  private final InstantSource clock;

  /** Keys in this database. */
  public ApiKeys(Database database, SecureRandom random, InstantSource clock) {
    this.database = database;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A key that was just made: the only time that it is whole.
   *
   * @param id its public part
   * @param name what it is for
   * @param key what goes into {@code Authorization}
   */
  public record NewKey(String id, String name, String key) {}

  /** Makes a key. */
  public NewKey create(String name) {
    var id = randomText(ID_BYTES);
    var key = PREFIX + id + "_" + randomText(SECRET_BYTES);
    database.query(handle ->
        handle
            .createUpdate(
                "INSERT INTO api_keys (id, name, hash, created_at)"
                    + " VALUES (:id, :name, :hash, :createdAt)")
            .bind("id", id)
            .bind("name", name)
            .bind("hash", TokenHash.of(key).bytes())
            .bind("createdAt", clock.instant())
            .execute());
    return new NewKey(id, name, key);
  }

  /**
   * Ends a key. Its links stay and keep redirecting; nobody can edit them any more.
   *
   * @return whether there was such a key
   */
  public boolean revoke(String id) {
    return database.query(handle ->
        handle.execute("UPDATE api_keys SET hash = NULL WHERE id = ? AND hash IS NOT NULL", id)
            == 1);
  }

  /** Whether the text has the form of a key; a manage token never has. */
  public static boolean looksLikeKey(String text) {
    return text.startsWith(PREFIX);
  }

  /** The id of this key, where it is valid. */
  public Optional<String> authenticate(String key) {
    if (!looksLikeKey(key) || key.length() <= PREFIX.length() + ID_CHARS) {
      return Optional.empty();
    }
    var id = key.substring(PREFIX.length(), PREFIX.length() + ID_CHARS);
    return database
        .query(handle ->
            handle
                .createQuery("SELECT hash FROM api_keys WHERE id = :id AND hash IS NOT NULL")
                .bind("id", id)
                .map((row, _) -> new TokenHash(row.getBytes("hash")))
                .findOne())
        .filter(hash -> hash.equals(TokenHash.of(key)))
        .map(_ -> id);
  }

  private String randomText(int bytes) {
    var random = new byte[bytes];
    this.random.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
