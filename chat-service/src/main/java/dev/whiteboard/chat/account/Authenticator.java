package dev.whiteboard.chat.account;

import java.util.Optional;

/** Tells who a token is of. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Checks a token: signature, time, and that its session is not known to be revoked. Never blocks.
   *
   * @param token as a client gives it, of any length
   * @return whose it is; empty where it is none of ours or no longer good
   */
  Optional<Caller> authenticate(String token);
}
