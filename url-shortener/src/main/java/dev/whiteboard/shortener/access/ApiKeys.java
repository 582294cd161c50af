package dev.whiteboard.shortener.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
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

  /**
   * How long a key that was found valid is taken for valid without asking. A key that was ended on
   * another node is good for so long here, and not longer: the time counts from before we asked.
   */
  private static final Duration BELIEVED = Duration.ofSeconds(4);

  private static final int BELIEVED_MAX = 10_000;

  private final Cache<String, Valid> valid =
      Caffeine.newBuilder().maximumSize(BELIEVED_MAX).expireAfterWrite(BELIEVED).build();

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

  /** A key's hash, and when we set out to ask whether it is valid. */
  private record Valid(TokenHash hash, Instant asked) {}

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
   * Ends a key, on this node at once and on the others within {@link #BELIEVED}. Its links stay and
   * keep redirecting; nobody can edit them any more.
   *
   * @return whether there was such a key
   */
  public boolean revoke(String id) {
    if (id.length() != ID_CHARS || id.indexOf('\0') >= 0) { // which PostgreSQL would not take
      return false;
    }
    boolean revoked =
        database.query(handle ->
            handle.execute("UPDATE api_keys SET hash = NULL WHERE id = ? AND hash IS NOT NULL", id)
                == 1);
    valid.invalidate(id);
    return revoked;
  }

  /** Whether the text has the form of a key; a manage token never has. */
  public static boolean looksLikeKey(String text) {
    return text.startsWith(PREFIX);
  }

  /** The id of this key, where it is valid, or was {@link #BELIEVED} ago. */
  public Optional<String> authenticate(String key) {
    if (!looksLikeKey(key) || key.length() <= PREFIX.length() + ID_CHARS) {
      return Optional.empty();
    }
    var id = key.substring(PREFIX.length(), PREFIX.length() + ID_CHARS);
    return validHash(id).filter(hash -> hash.equals(TokenHash.of(key))).map(_ -> id);
  }

  private Optional<TokenHash> validHash(String id) {
    var now = clock.instant();
    var known = valid.getIfPresent(id);
    if (known != null && Duration.between(known.asked, now).abs().compareTo(BELIEVED) < 0) {
      return Optional.of(known.hash);
    }
    var found = findHash(id);
    found.ifPresent(hash -> valid.put(id, new Valid(hash, now)));
    return found;
  }

  private Optional<TokenHash> findHash(String id) {
    return database.query(handle ->
        handle
            .createQuery("SELECT hash FROM api_keys WHERE id = :id AND hash IS NOT NULL")
            .bind("id", id)
            .map((row, _) -> TokenHash.kept(row.getBytes("hash")))
            .findOne());
  }

  private String randomText(int bytes) {
    var random = new byte[bytes];
    this.random.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
