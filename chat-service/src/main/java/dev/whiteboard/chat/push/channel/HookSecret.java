package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What requests to a webhook are signed with, so that it knows them for ours: HMAC-SHA256 of the
 * time, a dot and the body.
 */
public final class HookSecret {
  /** Says what it is, to secret scanners too. */
  private static final String PREFIX = "wchook_";

  private static final int BYTES = 32;
  private static final String HMAC = "HmacSHA256";

  private final byte[] bytes;

  private HookSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new one. */
  public static HookSecret create(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new HookSecret(bytes);
  }

  /** One as it was kept. */
  public static HookSecret kept(byte[] bytes) {
    return new HookSecret(bytes.clone());
  }

  /** To be kept. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** To be shown, once. The key of the HMAC is this text. */
  public String text() {
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The signature of a request, in hexadecimal.
   *
   * @param seconds when it is made, since 1970
   */
  String signature(long seconds, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(text().getBytes(UTF_8), HMAC));
      var signed = new ByteArrayOutputStream();
      signed.writeBytes((seconds + ".").getBytes(UTF_8));
      signed.writeBytes(body);
      return HexFormat.of().formatHex(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "a webhook's secret";
  }
}
