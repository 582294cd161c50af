package dev.whiteboard.ratelimit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.check.Outcome.Source;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Verdict;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client is given that takes of a limit on how much runs at once, to give it back with.
 *
 * <p>It holds what was taken, sealed: nobody can give back what he did not take. Nodes with the
 * same secret take each other's.
 */
public final class Permits {
  /** Characters of the longest one that can be made, and more. */
  static final int CHARS_MAX = 48 * 1024;

  private static final String MAC = "HmacSHA256";

  /** Of the seal's 32 bytes: 128 bits can't be guessed. */
  private static final int SEAL_BYTES = 16;

  private final SecretKeySpec secret;

  /** Sealed with this secret, of 16 bytes or more. */
  public Permits(byte[] secret) {
    this.secret = new SecretKeySpec(secret, MAC);
  }

  /**
   * What was taken of one rule.
   *
   * @param domain whose rule it is
   * @param rule its name
   * @param key whose permits
   * @param source who keeps them
   * @param verdict as far as a refund needs it
   */
  record Taken(String domain, String rule, String key, Source source, Verdict verdict) {}

  /** The permit for an outcome; empty where nothing is to be given back. */
  Optional<String> of(Outcome outcome) {
    if (!outcome.admitted()) {
      return Optional.empty();
    }
    JsonArray held = null;
    for (var ruling : outcome.rulings()) {
      if (isHeld(ruling)) {
        held = (held == null ? new JsonArray() : held).add(toJson(ruling));
      }
    }
    return Optional.ofNullable(held).map(taken -> sealed(taken.encode().getBytes(UTF_8)));
  }

  /** What a permit holds; empty for what is none of ours. */
  Optional<List<Taken>> open(String permit) {
    try {
      var bytes = Base64.getUrlDecoder().decode(permit);
      if (bytes.length <= SEAL_BYTES) {
        return Optional.empty();
      }
      var seal = Arrays.copyOf(bytes, SEAL_BYTES);
      var content = Arrays.copyOfRange(bytes, SEAL_BYTES, bytes.length);
      return MessageDigest.isEqual(seal, seal(content))
          ? Optional.of(parse(new JsonArray(new String(content, UTF_8))))
          : Optional.empty();
    } catch (IllegalArgumentException | DecodeException _) {
      return Optional.empty();
    }
  }

  /** A rule that only watches counts too, and is given back too. */
  private static boolean isHeld(Ruling ruling) {
    return ruling.rule().limit().algorithm() == Algorithm.CONCURRENCY
        && ruling.verdict().admitted();
  }

  private static JsonArray toJson(Ruling ruling) {
    return new JsonArray()
        .add(ruling.rule().domain())
        .add(ruling.rule().name())
        .add(ruling.key())
        .add(ruling.source().name())
        .add(ruling.verdict().permits())
        .add(ruling.verdict().takenAt());
  }

  private static List<Taken> parse(JsonArray content) {
    var taken = new ArrayList<Taken>();
    for (var index = 0; index < content.size(); index++) {
      var one = content.getJsonArray(index);
      taken.add(
          new Taken(
              one.getString(0),
              one.getString(1),
              one.getString(2),
              Source.valueOf(one.getString(3)),
              new Verdict().admit(one.getLong(4), one.getLong(5), 0)));
    }
    return taken;
  }

  private String sealed(byte[] content) {
    var bytes = Arrays.copyOf(seal(content), SEAL_BYTES + content.length);
    System.arraycopy(content, 0, bytes, SEAL_BYTES, content.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] seal(byte[] content) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(secret);
      return Arrays.copyOf(mac.doFinal(content), SEAL_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }
}
