package dev.whiteboard.cdn.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a query makes another object: the same page under a thousand campaign links is kept once.
 *
 * @param ignored names of parameters that neither count nor are sent on; one that ends in {@code *}
 *     stands for all that begin so, and {@code *} alone for all
 * @param sorted whether the order of the others counts for nothing
 */
public record QueryRules(Set<String> ignored, boolean sorted) {
  /** Every query is another. */
  public static final QueryRules AS_IS = new QueryRules(Set.of(), false);

  private static final Comparator<String> BY_NAME = Comparator.comparing(QueryRules::rawName);

  /** Sets are unchangeable. */
  public QueryRules {
    ignored = Set.copyOf(ignored);
  }

  /**
   * A target as it is looked up and sent on.
   *
   * <p>Values of one name keep their order: {@code a=1&a=2} and {@code a=2&a=1} are two queries to
   * most servers.
   */
  public String apply(String target) {
    var mark = target.indexOf('?');
    if (mark < 0 || this.equals(AS_IS)) {
      return target;
    }
    var parameters =
        Arrays.stream(target.substring(mark + 1).split("&", -1))
            .filter(parameter -> !parameter.isEmpty() && !isIgnored(parameter));
    var query = (sorted ? parameters.sorted(BY_NAME) : parameters).collect(Collectors.joining("&"));
    var path = target.substring(0, mark);
    return query.isEmpty() ? path : path + "?" + query;
  }

  private boolean isIgnored(String parameter) {
    var name = name(parameter);
    return ignored.contains(name) || beginsAsIgnored(name);
  }

  private boolean beginsAsIgnored(String name) {
    return ignored.stream()
        .filter(one -> one.endsWith("*"))
        .anyMatch(one -> name.startsWith(one.substring(0, one.length() - 1)));
  }

  /** {@code utm%5Fsource} is utm_source to every server, so it is here. */
  private static String name(String parameter) {
    var raw = rawName(parameter);
    try {
      return raw.indexOf('%') < 0 ? raw : URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return raw; // no escape, but a percent sign
    }
  }

  private static String rawName(String parameter) {
    var equals = parameter.indexOf('=');
    return equals < 0 ? parameter : parameter.substring(0, equals);
  }
}
