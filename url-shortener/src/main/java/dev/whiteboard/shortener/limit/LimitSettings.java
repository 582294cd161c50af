package dev.whiteboard.shortener.limit;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;

/**
 * How often is too often; 0 for no limit.
 *
 * @param creationsPerMinute links that an address without a key may make
 * @param keyCreationsPerMinute links that may be made with one API key
 * @param unknownCodesPerMinute codes without a link that an address may ask for
 */
public record LimitSettings(
    int creationsPerMinute, int keyCreationsPerMinute, int unknownCodesPerMinute) {
  private static final IntRange PER_MINUTE = new IntRange(0, 100_000_000);

  /**
   * Reads them.
   *
   * @throws dev.whiteboard.kit.settings.BadSettingException naming the bad one
   */
  public static LimitSettings read(Settings settings) {
    return new LimitSettings(
        settings.integer(
            "SHORTENER_CREATIONS_PER_MINUTE",
            1_000,
            PER_MINUTE,
            "links a minute for an address without a key, 0 for no limit"),
        settings.integer(
            "SHORTENER_KEY_CREATIONS_PER_MINUTE",
            100_000,
            PER_MINUTE,
            "links a minute for an API key, 0 for no limit"),
        settings.integer(
            "SHORTENER_UNKNOWN_CODES_PER_MINUTE",
            300,
            PER_MINUTE,
            "codes without a link a minute for an address, 0 for no limit"));
  }
}
