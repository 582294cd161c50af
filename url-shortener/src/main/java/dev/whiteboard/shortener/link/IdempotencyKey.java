package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.secret.TokenHash;

/**
 * What makes a repeated request known again: the same client, the same {@code Idempotency-Key}, the
 * same body.
 *
 * @param scope whose key it is: two clients may use the same
 * @param key the key's hash
 * @param body the body's hash
 */
public record IdempotencyKey(String scope, TokenHash key, TokenHash body) {
  /**
   * What no two may have in common, whatever their bodies.
   *
   * @param scope whose key it is
   * @param key the key's hash
   */
  record KeyId(String scope, TokenHash key) {}

  KeyId id() {
    return new KeyId(scope, key);
  }
}
