/**
 * Who is asking: API keys, manage tokens, the admin key, and the secret that codes and tokens
 * derive from.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.access.ApiKeys}, {@link
 * dev.whiteboard.shortener.access.ServiceSecret}, {@link
 * dev.whiteboard.shortener.access.ManageTokens}.
 *
 * <p>No key or token is kept, only its SHA-256: they are random and long, so that a slow password
 * hash would add nothing. One exception is stated in docs/decisions/0008: for a day, the manage
 * token of a link that was made with an idempotency key can be computed from a full copy of the
 * database. All comparisons take the same time whatever the difference.
 */
@NullMarked
package dev.whiteboard.shortener.access;

import org.jspecify.annotations.NullMarked;
