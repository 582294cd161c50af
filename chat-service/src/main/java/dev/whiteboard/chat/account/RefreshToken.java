package dev.whiteboard.chat.account;

import dev.whiteboard.kit.secret.TokenHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a device gets its next token with, once.
 *
 * <pre>
 *  wcr_ 7Qm…  . 3fT…       "wcr" says what it is, to secret scanners too
 *       └ 16 ┘   └ 32      random bytes, base64url: the family stays as long as the session, the
 *       family    rest     rest is another after each use
 * </pre>
 */
record RefreshToken(String family, String rest) {
  private static final String PREFIX = "wcr_";
  private static final int FAMILY_BYTES = 16;
  private static final int REST_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "([0-9A-Za-z_-]{22})\\.([0-9A-Za-z_-]{43})");

  /** The first of a session. */
  static RefreshToken create(SecureRandom random) {
    return new RefreshToken(text(random, FAMILY_BYTES), text(random, REST_BYTES));
  }

  /** Reads one; empty where it can't be one. */
  static Optional<RefreshToken> parse(String text) {
    var form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new RefreshToken(form.group(1), form.group(2)))
        : Optional.empty();
  }

  /** The one that comes after it. */
  RefreshToken next(SecureRandom random) {
    return new RefreshToken(family, text(random, REST_BYTES));
  }

  /** What the session is found by. */
  TokenHash familyHash() {
    return TokenHash.of(family);
  }

  /** What tells it from those before and after it. */
  TokenHash hash() {
    return TokenHash.of(text());
  }

  /** As the device keeps it. */
  String text() {
    return PREFIX + family + "." + rest;
  }

  @Override
  public String toString() {
    return "a refresh token";
  }

  private static String text(SecureRandom random, int bytes) {
    var fresh = new byte[bytes];
    random.nextBytes(fresh);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fresh);
  }
}
