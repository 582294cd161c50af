package dev.whiteboard.chat.room;

import dev.whiteboard.kit.secret.TokenHash;

/**
 * What makes a repeated request of a user known again: the same {@code Idempotency-Key}, the same
 * body.
 *
 * @param key the key's hash
 * @param body the body's hash
 */
public record RepeatKey(TokenHash key, TokenHash body) {}
