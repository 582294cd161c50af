package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ListValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a response that is kept may answer: those whose fields that its {@code Vary} names
 * are what they were (RFC 9111, 4.1).
 */
final class Selection {
  /** How well a request fits. */
  enum Fit {
    /** It would have been answered with something else. */
    NOT,
    /** It wants the very language that this is in, before all others. */
    BY_LANGUAGE,
    /** It is the same in all that counts. */
    EXACT
  }

  /** Names in a {@code Vary}; a response with more fits nobody. */
  static final int NAMES_MAX = 16;

  /** {@code Vary} that fits nobody. */
  private static final List<String> STAR = List.of("*");

  private static final Selection ALL = new Selection(new String[0], new String[0], null);

  private final String[] names;
  private final @Nullable String[] values;
  private final @Nullable String language;

  /** As they last came and fitted, before they were normalized: most clients send the same. */
  private final @Nullable String[] seen;

  private Selection(String[] names, @Nullable String[] values, @Nullable String language) {
    this.names = names;
    this.values = values;
    this.language = language;
    this.seen = new String[names.length];
  }

  /** By the request that a response answered. */
  static Selection of(Fields request, Fields response) {
    if (!response.has("vary")) {
      return ALL;
    }
    var names = names(response);
    var values = new String[names.size()];
    Arrays.setAll(values, i -> Normalized.value(request, names.get(i)));
    return new Selection(names.toArray(String[]::new), values, language(response));
  }

  /** What {@code Vary} names, in order; {@code *} alone where it fits nobody. */
  static List<String> names(Fields response) {
    var names = new TreeSet<String>();
    for (var name : ListValue.members(response.all("vary"))) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    return names.contains("*") || names.size() > NAMES_MAX ? STAR : List.copyOf(names);
  }

  /** Those fields of a request alone that {@code Vary} names, normalized. */
  static Fields selecting(Fields request, Fields response) {
    if (!response.has("vary")) {
      return Fields.NONE;
    }
    var selecting = Fields.builder();
    for (var name : names(response)) {
      var value = Normalized.value(request, name);
      if (value != null) {
        selecting.add(name, value);
      }
    }
    return selecting.build();
  }

  /** How well a request fits. */
  Fit fit(Fields request) {
    var fit = Fit.EXACT;
    for (var i = 0; i < names.length; i++) {
      var one = fit(i, request);
      if (one == Fit.NOT) {
        return one;
      }
      fit = one == Fit.EXACT ? fit : one;
    }
    return fit;
  }

  private Fit fit(int i, Fields request) {
    if (names[i].equals("*")) {
      return Fit.NOT;
    }
    var raw = request.only(names[i]);
    if (raw != null && raw.equals(seen[i])) {
      return Fit.EXACT;
    }
    var value = Normalized.value(request, names[i]);
    if (Objects.equals(value, values[i])) {
      seen[i] = raw;
      return Fit.EXACT;
    }
    var favoured =
        language != null
            && names[i].equals("accept-language")
            && language.equals(Normalized.favourite(request.combined(names[i])));
    return favoured ? Fit.BY_LANGUAGE : Fit.NOT;
  }

  /** The one language that a response is in; null where it does not say, or names several. */
  private static @Nullable String language(Fields response) {
    var languages = ListValue.members(response.all("content-language"));
    return languages.size() == 1 ? languages.getFirst().toLowerCase(Locale.ROOT) : null;
  }
}
