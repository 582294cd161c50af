package dev.whiteboard.shortener.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Tokens for links that were made without an API key.
 *
 * <p>A token is shown once and kept as a hash. But a client that repeats a request, as its answer
 * got lost, has to be shown the token of the first try: with an idempotency key the token is
 * derived from that key and the service's secret, and so comes out the same.
 */
public final class ManageTokens {
  private static final int BYTES = 24;

  private final ServiceSecret secret;
  private final SecureRandom random;

  /** Derived from this secret, or random. */
  public ManageTokens(ServiceSecret secret, SecureRandom random) {
    this.secret = secret;
    this.random = random;
  }

  /**
   * A token.
   *
   * @param request what makes a repeated request known again; the same gives the same token
   */
  public String create(Optional<String> request) {
    var bytes = request.map(key -> secret.derive("manage token " + key, BYTES));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(bytes.orElseGet(this::randomBytes));
  }

  private byte[] randomBytes() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
