package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;

/**
 * Says who pushes, signed, so that push services know whom to ask when we push too much, and take
 * pushes to a browser from nobody else (RFC 8292).
 */
public final class Vapid {
  /** A day is the most that is allowed; clocks differ. */
  private static final Duration GOOD_FOR = Duration.ofHours(12);

  private static final String HEADER =
      base64(new JsonObject().put("typ", "JWT").put("alg", "ES256").encode().getBytes(UTF_8));

  private final VapidKeys keys;
  private final String contact;
  private final InstantSource clock;

  /**
   * With this key pair.
   *
   * @param contact where its operator is reached: {@code mailto:…} or {@code https://…}
   */
  public Vapid(VapidKeys keys, String contact, InstantSource clock) {
    this.keys = keys;
    this.contact = contact;
    this.clock = clock;
  }

  /** The header {@code Authorization} for a push to this endpoint. */
  String authorization(URI endpoint) {
    var claims =
        new JsonObject()
            .put("aud", origin(endpoint))
            .put("exp", clock.instant().plus(GOOD_FOR).getEpochSecond())
            .put("sub", contact);
    var signed = HEADER + "." + base64(claims.encode().getBytes(UTF_8));
    return "vapid t=" + signed + "." + base64(signature(signed)) + ", k=" + keys.publicKey();
  }

  /** Without the port that its scheme has anyway (RFC 6454, section 6.2). */
  static String origin(URI endpoint) {
    var port = endpoint.getPort();
    var isUsual = port < 0 || port == ("https".equals(endpoint.getScheme()) ? 443 : 80);
    return endpoint.getScheme() + "://" + endpoint.getHost() + (isUsual ? "" : ":" + port);
  }

  /** As JWS has it: both numbers, 32 bytes each (RFC 7518, section 3.4). */
  private byte[] signature(String text) {
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.privateKey());
      signature.update(text.getBytes(US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ES256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
