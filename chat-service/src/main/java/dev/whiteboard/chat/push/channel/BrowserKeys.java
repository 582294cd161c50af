package dev.whiteboard.chat.push.channel;

import java.nio.ByteBuffer;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a browser gives whoever may push to it: its public key, and a secret that shows that we were
 * given it (RFC 8291, section 3.2).
 */
public final class BrowserKeys {
  /** Characters of a public key in base64, with padding. */
  public static final int PUBLIC_KEY_CHARS_MAX = 88;

  /** Characters of a secret in base64, with padding. */
  public static final int SECRET_CHARS_MAX = 24;

  private static final int SECRET_BYTES = 16;

  private final ECPublicKey publicKey;
  private final byte[] secret;

  private BrowserKeys(ECPublicKey publicKey, byte[] secret) {
    this.publicKey = publicKey;
    this.secret = secret;
  }

  /**
   * Reads them as {@code PushSubscription.toJSON} gives them; empty where they are none.
   *
   * @param p256dh the public key, base64url
   * @param auth the secret, base64url
   */
  public static Optional<BrowserKeys> parse(String p256dh, String auth) {
    try {
      var decoder = Base64.getUrlDecoder();
      return of(decoder.decode(p256dh), decoder.decode(auth));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<BrowserKeys> of(byte[] point, byte[] secret) {
    return secret.length == SECRET_BYTES
        ? P256.decode(point).map(key -> new BrowserKeys(key, secret))
        : Optional.empty();
  }

  /**
   * Keys as they were kept.
   *
   * @throws IllegalArgumentException where they are none
   */
  public static BrowserKeys kept(byte[] bytes) {
    var point = Arrays.copyOf(bytes, P256.POINT_BYTES);
    return of(point, Arrays.copyOfRange(bytes, P256.POINT_BYTES, bytes.length))
        .orElseThrow(() -> new IllegalArgumentException("no keys of a browser"));
  }

  /** To be kept: the point, then the secret. */
  public byte[] bytes() {
    return ByteBuffer.allocate(P256.POINT_BYTES + SECRET_BYTES)
        .put(P256.encode(publicKey))
        .put(secret)
        .array();
  }

  ECPublicKey publicKey() {
    return publicKey;
  }

  byte[] secret() {
    return secret.clone();
  }
}
