package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.DeviceId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a device that signed in with a name and a password: refreshed before one expires,
 * and where that does no longer work, signed in again as the same device.
 */
public final class DeviceTokens implements TokenSource {
  /** A token that expires within this is not shown any more. */
  static final Duration MARGIN = Duration.ofSeconds(30);

  private final ChatHttp api;
  private final InstantSource clock;
  private final String name;
  private final String password;
  private SignIn current;

  /** One exchange at a time: a refresh token that is used twice ends the session. */
  private @Nullable CompletableFuture<Token> exchange;

  /**
   * Of a device that is signed in.
   *
   * @param current how
   */
  public DeviceTokens(
      ChatHttp api, InstantSource clock, String name, String password, SignIn current) {
    this.api = api;
    this.clock = clock;
    this.name = name;
    this.password = password;
    this.current = current;
  }

  @Override
  public synchronized CompletionStage<Token> token(Optional<Token> rejected) {
    var token = current.token();
    var isGood = clock.instant().plus(MARGIN).isBefore(token.expiresAt());
    if (isGood && rejected.filter(token::equals).isEmpty()) {
      return CompletableFuture.completedFuture(token);
    }
    if (exchange == null || exchange.isDone()) {
      exchange =
          api.refresh(current.refreshToken())
              .exceptionallyCompose(this::signInAgain)
              .thenApply(this::take)
              .toCompletableFuture();
    }
    return exchange;
  }

  private CompletionStage<SignIn> signInAgain(Throwable failure) {
    var cause = failure instanceof CompletionException e ? e.getCause() : failure;
    return cause instanceof ApiException e && e.status() == 401
        ? api.signIn(name, password, Optional.of(device()))
        : CompletableFuture.failedFuture(cause);
  }

  private synchronized DeviceId device() {
    return current.device();
  }

  private synchronized Token take(SignIn next) {
    current = next;
    return next.token();
  }
}
