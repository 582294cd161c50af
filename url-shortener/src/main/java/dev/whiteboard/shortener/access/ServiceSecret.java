package dev.whiteboard.shortener.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.store.Database;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that all nodes share: 32 random bytes, made by the first node, kept in PostgreSQL.
 *
 * <p>Not a setting, as two nodes with different ones would give out the same code twice, and losing
 * it would too. Keys for single purposes are derived from it with HMAC-SHA-256 (RFC 2104), so that
 * one of them tells nothing of another.
 */
public final class ServiceSecret {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec secret;

  private ServiceSecret(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** Reads the secret; the first node of all makes it. */
  public static ServiceSecret load(Database database, SecureRandom random) {
    var candidate = new byte[BYTES];
    random.nextBytes(candidate);
    return database.query(handle -> {
      handle.execute(
          "INSERT INTO service_secret (secret) VALUES (?) ON CONFLICT DO NOTHING",
          (Object) candidate);
      return handle
          .createQuery("SELECT secret FROM service_secret")
          .map((row, _) -> new ServiceSecret(row.getBytes("secret")))
          .one();
    });
  }

  /**
   * A key for one purpose.
   *
   * @param purpose its name; another name, another key
   * @param bytes how many, up to 32
   */
  public byte[] derive(String purpose, int bytes) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return Arrays.copyOf(mac.doFinal(purpose.getBytes(UTF_8)), bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
