package dev.whiteboard.cdn.protect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a query string is brought to before it is part of a key, so that two that mean the same are
 * kept once. The origin sees the same: what does not count for the key must not count for the
 * answer.
 */
public final class QueryRule {
  /** Leaves queries as they are. */
  public static final QueryRule NONE = new QueryRule(Set.of(), false);

  /** Leaves out what advertisements add to links. */
  public static final QueryRule NO_CAMPAIGNS =
      new QueryRule(Set.of("utm_*", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid"), false);

  /** Parameters that are sorted; a query of more stays in its order. */
  private static final int SORTED_MAX = 256;

  private final Set<String> names;
  private final List<String> beginnings;
  private final boolean isSorted;

  /**
   * A rule.
   *
   * @param ignored names of parameters that are left out, as they stand in URLs; one that ends in
   *     {@code *} stands for all that begin so
   * @param isSorted whether the others are brought into the order of their names; those of one name
   *     stay in theirs
   */
  public QueryRule(Set<String> ignored, boolean isSorted) {
    this.names =
        ignored.stream()
            .filter(name -> !name.endsWith("*"))
            .collect(Collectors.toUnmodifiableSet());
    this.beginnings =
        ignored.stream()
            .filter(name -> name.endsWith("*"))
            .map(name -> name.substring(0, name.length() - 1))
            .toList();
    this.isSorted = isSorted;
  }

  /** The target with its query as the rule has it; the very same where nothing is to be done. */
  public String applied(String target) {
    var mark = target.indexOf('?');
    if (mark < 0 || mark == target.length() - 1 || hasNoEffect()) {
      return target;
    }
    var all = List.of(target.substring(mark + 1).split("&", -1));
    var kept = new ArrayList<>(all);
    kept.removeIf(this::isIgnored);
    if (isSorted && kept.size() <= SORTED_MAX) {
      kept.sort(Comparator.comparing(QueryRule::name));
    }
    return kept.equals(all) ? target : joined(target.substring(0, mark), kept);
  }

  private boolean hasNoEffect() {
    return !isSorted && names.isEmpty() && beginnings.isEmpty();
  }

  private static String joined(String path, List<String> parameters) {
    return parameters.isEmpty() ? path : path + '?' + String.join("&", parameters);
  }

  private boolean isIgnored(String parameter) {
    var name = name(parameter);
    return names.contains(name) || beginnings.stream().anyMatch(name::startsWith);
  }

  private static String name(String parameter) {
    var end = parameter.indexOf('=');
    return end < 0 ? parameter : parameter.substring(0, end);
  }
}
