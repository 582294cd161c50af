package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.message.RequestHead;

/**
 * Under which key the response to a request is kept: its URL, whole. {@code GET} and {@code HEAD}
 * share it, and nothing else of a request is part of it: what may differ by fields is a variant,
 * and the origin names those fields.
 */
public final class Keys {
  private static final long OFFSET = 0x9E3779B97F4A7C15L;
  private static final long FIRST = 0xFF51AFD7ED558CCDL;
  private static final long SECOND = 0xC4CEB9FE1A85EC53L;

  private Keys() {}

  /** The key of a request. */
  public static String of(RequestHead request) {
    return request.url();
  }

  /**
   * The hash of a key, the same on all nodes and in all versions: rings and filters go by it. Each
   * character is folded in by a multiplication, and the end is stirred as in MurmurHash3 (Appleby),
   * so that all 64 bits count.
   */
  public static long hash(String key) {
    var hash = OFFSET ^ key.length();
    for (var i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FIRST;
      hash ^= hash >>> 32;
    }
    return stir(hash);
  }

  /** Another hash of a hash, as good. */
  static long stir(long hash) {
    var stirred = (hash ^ (hash >>> 33)) * FIRST;
    stirred = (stirred ^ (stirred >>> 33)) * SECOND;
    return stirred ^ (stirred >>> 33);
  }
}
