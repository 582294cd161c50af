package dev.whiteboard.chat.account;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;

/**
 * What can be set of accounts.
 *
 * @param tokenLifetime how long a token is good
 * @param sessionIdleMax how long a device stays signed in without getting a new one
 * @param hashCost what hashing a password costs
 * @param hashesAtOnce how many passwords may be hashed at once
 * @param limits how often is too often
 */
public record AccountSettings(
    Duration tokenLifetime,
    Duration sessionIdleMax,
    PasswordHashes.Cost hashCost,
    int hashesAtOnce,
    Limits limits) {
  private static final IntRange MEMORY_KIB = new IntRange(64, 1024 * 1024);
  private static final IntRange PASSES = new IntRange(1, 100);
  private static final IntRange AT_ONCE = new IntRange(1, 256);
  private static final IntRange PER_MINUTE = new IntRange(0, 100_000_000);

  /**
   * How often a minute; 0 for no limit.
   *
   * @param signUps of an address
   * @param signIns of an address, and refreshed tokens
   * @param nameTries wrong passwords for a name
   */
  public record Limits(int signUps, int signIns, int nameTries) {}

  /**
   * Reads them.
   *
   * @throws dev.whiteboard.kit.settings.BadSettingException naming the bad one
   */
  public static AccountSettings read(Settings settings) {
    return new AccountSettings(
        settings.duration("CHAT_TOKEN_LIFETIME", Duration.ofHours(1), "how long a token is good"),
        settings.duration(
            "CHAT_SESSION_IDLE_MAX",
            Duration.ofDays(30),
            "how long a device stays signed in without a new token"),
        hashCost(settings),
        settings.integer(
            "CHAT_PASSWORD_HASHES", 2, AT_ONCE, "how many passwords may be hashed at once"),
        limits(settings));
  }

  private static PasswordHashes.Cost hashCost(Settings settings) {
    return new PasswordHashes.Cost(
        settings.integer(
            "CHAT_PASSWORD_MEMORY_KIB", 19 * 1024, MEMORY_KIB, "memory to hash a password, in KiB"),
        settings.integer("CHAT_PASSWORD_PASSES", 3, PASSES, "passes over that memory"));
  }

  private static Limits limits(Settings settings) {
    return new Limits(
        settings.integer(
            "CHAT_SIGNUPS_PER_MINUTE",
            1_000,
            PER_MINUTE,
            "sign-ups a minute of an address, 0 for no limit"),
        settings.integer(
            "CHAT_SIGNINS_PER_MINUTE",
            1_000,
            PER_MINUTE,
            "sign-ins and refreshed tokens a minute of an address, 0 for no limit"),
        settings.integer(
            "CHAT_NAME_TRIES_PER_MINUTE",
            10,
            PER_MINUTE,
            "wrong passwords a minute for a name, 0 for no limit"));
  }
}
