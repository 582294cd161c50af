package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.StructuredDictionary;
import dev.whiteboard.cdn.message.StructuredValue;
import dev.whiteboard.cdn.message.StructuredValue.Bool;
import dev.whiteboard.cdn.message.StructuredValue.Item;
import dev.whiteboard.cdn.message.StructuredValue.Text;
import dev.whiteboard.cdn.message.StructuredValue.Whole;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code CDN-Cache-Control} (RFC 9213): what an origin tells CDNs apart from browsers. Where it is
 * valid, {@code Cache-Control} and {@code Expires} count for nothing; where it is not, it does.
 */
final class TargetedControl {
  private static final String NAME = "cdn-cache-control";
  private static final Set<String> NUMBERS =
      Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");

  private TargetedControl() {}

  /** Its directives; null where it is not there, empty, or no dictionary of the right types. */
  static @Nullable CacheControl of(Fields fields) {
    if (!fields.has(NAME)) {
      return null;
    }
    var members = StructuredDictionary.parse(String.join(",", fields.all(NAME)));
    return members.isEmpty() || members.get().isEmpty() ? null : of(members.get());
  }

  private static @Nullable CacheControl of(Map<String, StructuredValue> members) {
    var control = CacheControl.empty();
    for (var member : members.entrySet()) {
      if (!add(control, member.getKey(), member.getValue())) {
        return null;
      }
    }
    return control;
  }

  /** Whether its value is of the type that the directive wants. */
  private static boolean add(CacheControl control, String name, StructuredValue value) {
    if (!(value instanceof Item(var bare, var _))) {
      return !NUMBERS.contains(name);
    }
    if (NUMBERS.contains(name)) {
      if (bare instanceof Whole(var seconds)) {
        control.directive(name, Long.toString(seconds));
      }
      return bare instanceof Whole;
    }
    if (!bare.equals(new Bool(false))) {
      control.directive(name, bare instanceof Text(var text) ? text : null);
    }
    return true;
  }
}
