package dev.whiteboard.chat.push.channel;

import dev.whiteboard.kit.store.Database;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;

/**
 * The key pair that push services know us by, one for all nodes, kept in PostgreSQL. The first node
 * makes it, and it stays: a browser takes pushes from whom it subscribed to, and from nobody else.
 */
public final class VapidKeys {
  private static final String MAKE_FIRST =
      """
      INSERT INTO push_keys (id, private_key, public_key) VALUES (1, :private, :public)
      ON CONFLICT DO NOTHING
      """;

  private final PrivateKey privateKey;
  private final byte[] point;

  private VapidKeys(PrivateKey privateKey, byte[] point) {
    this.privateKey = privateKey;
    this.point = point;
  }

  /** Reads the pair, and makes it where there is none. Blocks. */
  public static VapidKeys load(Database database, SecureRandom random) {
    return database.query(handle -> {
      var candidate = P256.newPair(random);
      handle
          .createUpdate(MAKE_FIRST)
          .bind("private", candidate.getPrivate().getEncoded())
          .bind("public", P256.encode((ECPublicKey) candidate.getPublic()))
          .execute();
      return handle
          .createQuery("SELECT private_key, public_key FROM push_keys")
          .map((row, _) -> read(row))
          .one();
    });
  }

  private static VapidKeys read(ResultSet row) throws SQLException {
    try {
      var encoded = new PKCS8EncodedKeySpec(row.getBytes("private_key"));
      var key = KeyFactory.getInstance("EC").generatePrivate(encoded);
      return new VapidKeys(key, row.getBytes("public_key"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("push_keys holds no key of the curve P-256", e);
    }
  }

  /** The public key as browsers take it: base64url. */
  public String publicKey() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
  }

  PrivateKey privateKey() {
    return privateKey;
  }
}
