package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.ratelimit.limit.Limit;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whose requests a limit holds for.
 *
 * <p>It matches a descriptor that has at least the entries of {@code match}: other entries don't
 * matter, and no entries match everything. Each combination of their values is a key of its own.
 *
 * @param name as answers and metrics say it, unique in its domain
 * @param domain whose rule it is
 * @param match values by name; {@link #ANY} for any value
 * @param limit how much
 * @param shadow whether it is only watched: it counts, and denies nobody
 * @param store who keeps it
 * @param onStoreFailure what it says while the store is away
 * @param lease permits that a node takes from the store at once, to decide by itself; none for each
 *     decision at the store
 */
public record Rule(
    String name,
    String domain,
    SortedMap<String, String> match,
    Limit limit,
    boolean shadow,
    Store store,
    OnStoreFailure onStoreFailure,
    Optional<Long> lease) {
  /** Any value. */
  public static final String ANY = "*";

  /** Who keeps a limit. */
  public enum Store {
    /** All nodes together. */
    REDIS,

    /** Each node by itself. */
    LOCAL
  }

  /** What a rule says while its store is away. */
  public enum OnStoreFailure {
    /** Everybody goes on. */
    ALLOW,

    /** Nobody does. */
    DENY,

    /** This node decides by itself. */
    LOCAL
  }
}
