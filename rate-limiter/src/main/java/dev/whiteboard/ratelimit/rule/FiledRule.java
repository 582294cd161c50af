package dev.whiteboard.ratelimit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule, taken apart for the path of a request.
 *
 * <p>All of its keys that is known beforehand is joined already: {@code
 * per-user,route=/links,user=} waits for a value.
 */
final class FiledRule {
  private final Rule rule;
  private final String[] fixedNames;
  private final String[] fixedValues;
  private final String[] anyNames;

  /** What stands before the value of each of {@link #anyNames}, and at last what is behind. */
  private final String[] around;

  FiledRule(Rule rule) {
    this.rule = rule;
    var fixed = new ArrayList<String>();
    var values = new ArrayList<String>();
    var any = new ArrayList<String>();
    this.around = takeApart(rule, fixed, values, any);
    this.fixedNames = fixed.toArray(String[]::new);
    this.fixedValues = values.toArray(String[]::new);
    this.anyNames = any.toArray(String[]::new);
  }

  private static String[] takeApart(
      Rule rule, List<String> fixed, List<String> values, List<String> any) {
    var around = new ArrayList<String>();
    var part = new StringBuilder(Keys.escaped(rule.name()));
    for (var entry : rule.match().entrySet()) {
      part.append(',').append(Keys.escaped(entry.getKey())).append('=');
      if (entry.getValue().equals(Rule.ANY)) {
        any.add(entry.getKey());
        around.add(part.toString());
        part.setLength(0);
      } else {
        fixed.add(entry.getKey());
        values.add(entry.getValue());
        part.append(Keys.escaped(entry.getValue()));
      }
    }
    around.add(part.toString());
    return around.toArray(String[]::new);
  }

  Rule rule() {
    return rule;
  }

  /** Its only key, where no entry of it may have any value. */
  String keyOfAny() {
    return around[0];
  }

  /** Whose permits it takes; null where it does not hold. */
  @Nullable String keyFor(Map<String, String> entries) {
    for (var i = 0; i < fixedNames.length; i++) {
      if (!fixedValues[i].equals(entries.get(fixedNames[i]))) {
        return null;
      }
    }
    for (var name : anyNames) {
      if (entries.get(name) == null) {
        return null;
      }
    }
    return anyNames.length == 0 ? around[0] : key(entries);
  }

  private String key(Map<String, String> entries) {
    var key = new StringBuilder(around[0].length() + 32);
    for (var i = 0; i < anyNames.length; i++) {
      key.append(around[i]);
      Keys.append(key, entries.getOrDefault(anyNames[i], ""));
    }
    return key.append(around[anyNames.length]).toString();
  }
}
