package dev.whiteboard.chat.client;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where a client gets the token from that it shows. Safe for any thread; never blocks. */
@FunctionalInterface
public interface TokenSource {
  /**
   * A token that is good for some time yet. Fails with {@link ApiException} where there will never
   * be one again, and otherwise where there is none now.
   *
   * @param rejected one that the service takes no longer, whatever our clock says
   */
  CompletionStage<Token> token(Optional<Token> rejected);

  /**
   * What a client shows.
   *
   * @param text as it stands in {@code hello}
   * @param expiresAt until when it is good
   */
  record Token(String text, Instant expiresAt) {
    @Override
    public String toString() {
      return "a token until " + expiresAt;
    }
  }
}
