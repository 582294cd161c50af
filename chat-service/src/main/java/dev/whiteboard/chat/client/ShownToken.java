package dev.whiteboard.chat.client;

import dev.whiteboard.chat.client.TokenSource.Token;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The token that a client shows, and when it shows another. Of the client's loop alone; tokens come
 * on any thread, and are handed in by {@link #take}.
 */
final class ShownToken {
  /** So long before its end a token is replaced. */
  private static final Duration RENEW_BEFORE = Duration.ofSeconds(60);

  /** A token that lasts longer is replaced nevertheless. */
  private static final Duration RENEW_AFTER_MAX = Duration.ofDays(1);

  /** Not sooner after the last attempt to replace it. */
  private static final long RENEW_EVERY_MS = 5_000;

  private final TokenSource source;
  private final InstantSource clock;
  private @Nullable Token token;
  private boolean isRejected;
  private long renewAtMs = Long.MAX_VALUE;

  /** None yet; of this source. */
  ShownToken(TokenSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Asks for one to connect with: the one there is, unless it was rejected. */
  CompletionStage<Token> ask() {
    var rejected = isRejected ? Optional.ofNullable(token) : Optional.<Token>empty();
    try {
      return source.token(rejected);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Shows this one from now on. */
  void take(Token got) {
    token = got;
    isRejected = false;
  }

  /** What is shown; empty before the first. */
  Optional<String> text() {
    return Optional.ofNullable(token).map(Token::text);
  }

  /** The service does not take it any more. */
  void reject() {
    isRejected = true;
  }

  /** Sets when it is to be replaced on this connection. */
  void renewLater(long nowMs) {
    if (token != null) {
      var left = Duration.between(clock.instant(), token.expiresAt());
      var spare = left.compareTo(RENEW_AFTER_MAX) < 0 ? left.minus(RENEW_BEFORE) : RENEW_AFTER_MAX;
      renewAtMs = nowMs + Math.max(RENEW_EVERY_MS, spare.toMillis());
    }
  }

  /** Asks for another in its place; where none comes, it is to be asked for again. */
  CompletionStage<Token> renew(long nowMs) {
    renewAtMs = nowMs + RENEW_EVERY_MS;
    return source.token(Optional.ofNullable(token));
  }

  /** When that is due; never, while there is no connection. */
  long renewAtMs() {
    return renewAtMs;
  }

  /** There is no connection on which to show another. */
  void disconnected() {
    renewAtMs = Long.MAX_VALUE;
  }
}
