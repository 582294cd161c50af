package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.ratelimit.limit.Limit;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /**
   * A rule that can be kept.
   *
   * @throws IllegalArgumentException naming the field that is out of its bounds
   */
  public Rule {
    match = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) match));
    require("name", RuleBounds.nameProblem(name));
    require("domain", RuleBounds.domainProblem(domain));
    require("match", RuleBounds.matchProblem(match));
    for (var entry : match.entrySet()) {
      require("match", RuleBounds.entryNameProblem(entry.getKey()));
      require("match", RuleBounds.entryValueProblem(entry.getValue()));
    }
    require("burst", RuleBounds.burstProblem(store, limit));
    if (lease.isPresent()) {
      require("lease", RuleBounds.leaseProblem(lease.get(), store, limit));
    }
  }

  /** The name of a rule that was given none: {@code route=/links,user=*}. */
  public static String nameOf(Map<String, String> match) {
    return match.isEmpty()
        ? "any"
        : new TreeMap<>(match)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
  }

  /** A choice as it stands in rules. */
  static String textOf(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static void require(String field, Optional<String> problem) {
    if (problem.isPresent()) {
      throw new IllegalArgumentException(field + ": " + problem.get());
    }
  }

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
