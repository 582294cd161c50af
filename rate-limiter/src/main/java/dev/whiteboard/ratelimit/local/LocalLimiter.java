package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.RateLimiter;

/**
 * A limiter whose keys all live in this process.
 *
 * <p>A decision about a known key reads the clock once and allocates nothing.
 */
public sealed interface LocalLimiter extends RateLimiter permits Keyed {
  /**
   * Forgets keys that are as new. Each new key looks at a few others by itself, so this is only for
   * who wants the memory back while no new keys come.
   *
   * @param most how many keys are looked at; the next call goes on where this one ended
   * @return how many were forgotten
   */
  int sweep(int most);
}
