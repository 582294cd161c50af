package dev.whiteboard.chat.account;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What can be seen of accounts in the metrics. */
public final class AccountMeters {
  private AccountMeters() {}

  /** Shows {@code chat_revoked_sessions} and {@code chat_passwords_waiting}. */
  public static void watch(MeterRegistry registry, RevokedSessions revoked, PasswordHashes hashes) {
    Gauge.builder("chat.revoked.sessions", revoked, RevokedSessions::count)
        .description("Sessions that ended before their tokens did, in memory")
        .register(registry);
    Gauge.builder("chat.passwords.waiting", hashes, PasswordHashes::waiting)
        .description("Passwords that wait for their turn to be hashed")
        .register(registry);
  }
}
