package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ListValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a request as they are compared for {@code Vary}: two that mean the same look the same
 * (RFC 9111, 4.1).
 *
 * <p>Lines become one list, without blanks around its commas. Preferences are told apart by their
 * weights and not by their order, which says nothing (RFC 9110, 12.5.4).
 */
final class Normalized {
  /** More preferences than anybody has; beyond, they are compared as they came. */
  private static final int PREFERENCES_MAX = 32;

  private static final int WEIGHT_FULL = 1000;

  private Normalized() {}

  /** A field, so; null where it is not there. */
  static @Nullable String value(Fields fields, String name) {
    if (!fields.has(name)) {
      return null;
    }
    var lines = fields.all(name);
    return switch (name) {
      case "accept-language", "accept-encoding" -> preferences(lines);
      case "cookie" -> String.join("; ", lines);
      default -> String.join(",", ListValue.members(lines));
    };
  }

  /** The language that is wanted before all others; null where there is none, or several. */
  static @Nullable String favourite(@Nullable String acceptLanguage) {
    if (acceptLanguage == null) {
      return null;
    }
    var preferences = Preference.parse(ListValue.members(acceptLanguage));
    if (preferences == null || preferences.isEmpty()) {
      return null;
    }
    var first = preferences.getFirst();
    var alone = preferences.size() == 1 || preferences.get(1).weight < first.weight;
    return alone && first.weight > 0 ? first.range : null;
  }

  private static String preferences(List<String> lines) {
    var members = ListValue.members(lines);
    var preferences = Preference.parse(members);
    if (preferences == null) {
      return String.join(",", members).toLowerCase(Locale.ROOT);
    }
    var text = new StringBuilder();
    for (var preference : preferences) {
      preference.appendTo(text);
    }
    return text.toString();
  }

  /** A language or coding, and how much it is wanted, in thousandths. */
  private record Preference(String range, int weight) {
    private static final Comparator<Preference> ORDER =
        Comparator.comparingInt((Preference preference) -> -preference.weight)
            .thenComparing(Preference::range);

    /** By weight and name; null for too many, or what are none. */
    private static @Nullable List<Preference> parse(List<String> members) {
      if (members.size() > PREFERENCES_MAX) {
        return null;
      }
      var preferences = new ArrayList<Preference>(members.size());
      for (var member : members) {
        var semicolon = member.indexOf(';');
        var range = semicolon < 0 ? member : member.substring(0, semicolon).strip();
        var weight = semicolon < 0 ? WEIGHT_FULL : weight(member.substring(semicolon + 1).strip());
        if (weight < 0) {
          return null;
        }
        preferences.add(new Preference(range.toLowerCase(Locale.ROOT), weight));
      }
      Collections.sort(preferences, ORDER);
      return preferences;
    }

    /** {@code q=0.5} in thousandths; -1 for what is none (RFC 9110, 12.4.2). */
    private static int weight(String text) {
      if (text.length() < 3 || text.length() > 7 || !text.regionMatches(true, 0, "q=", 0, 2)) {
        return -1;
      }
      var weight = 0;
      for (var digit = 0; digit < 4; digit++) {
        var at = digit == 0 ? 2 : digit + 3;
        var value = at < text.length() ? Character.digit(text.charAt(at), 10) : 0;
        if (value < 0) {
          return -1;
        }
        weight = 10 * weight + value;
      }
      var pointed = text.length() == 3 || text.charAt(3) == '.';
      return pointed && weight <= WEIGHT_FULL ? weight : -1;
    }

    private void appendTo(StringBuilder text) {
      text.append(text.isEmpty() ? "" : ",").append(range);
      if (weight < WEIGHT_FULL) {
        text.append(";q=0.").append(String.format(Locale.ROOT, "%03d", weight));
      }
    }
  }
}
