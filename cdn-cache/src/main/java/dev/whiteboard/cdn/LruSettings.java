package dev.whiteboard.cdn;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.resp.RespOptions;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;

/**
 * Of the cache that speaks Redis' protocol.
 *
 * @param host the address to listen on; whoever reaches it may do all
 * @param port 0 for a free one
 * @param bytesMax what it keeps: keys, values and what is around them; {@code maxmemory}
 * @param policy which entry goes where there is no room
 */
public record LruSettings(String host, int port, long bytesMax, Policy policy) {
  private static final long BYTES_MIN = 1L << 20;
  private static final long BYTES_MAX = 1L << 40;
  private static final long BYTES = 64L << 20;

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  static LruSettings read(Settings settings) {
    return new LruSettings(
        settings.text(
            "CDN_RESP_HOST",
            "127.0.0.1",
            "the address of the cache that speaks Redis' protocol; it asks for no password"),
        settings.port("CDN_RESP_PORT", RespOptions.PORT, "its port, 0 for a free one"),
        settings.parsed(
            "CDN_RESP_MAXMEMORY",
            Long.toString(BYTES),
            "bytes that it keeps",
            LruSettings::bytes,
            "%d to %d".formatted(BYTES_MIN, BYTES_MAX)),
        settings.parsed(
            "CDN_RESP_POLICY",
            CdnSettings.label(Policy.LRU),
            "what goes where there is no room: " + CdnSettings.POLICIES,
            CdnSettings::policy,
            CdnSettings.POLICIES));
  }

  private static long bytes(String text) {
    var bytes = Long.parseLong(text);
    if (bytes < BYTES_MIN || bytes > BYTES_MAX) {
      throw new IllegalArgumentException(text);
    }
    return bytes;
  }

  /** As Redis would name it, where it has it: clients ask. */
  String redisPolicy() {
    return switch (policy) {
      case LRU -> "allkeys-lru";
      case W_TINY_LFU -> "allkeys-lfu";
      case SIEVE, S3_FIFO -> "allkeys-" + CdnSettings.label(policy);
    };
  }
}
