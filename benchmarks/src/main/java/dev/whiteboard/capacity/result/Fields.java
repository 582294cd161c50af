package dev.whiteboard.capacity.result;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Fields of a JSON object that nobody vouches for. Each is there, has its type and keeps within
 * bounds, or {@link Refused} says which is not.
 *
 * @param json the object
 * @param where it is, for what is said
 */
record Fields(JsonObject json, String where) {
  /** Characters; nothing that a page shows needs more. */
  private static final int TEXT_MAX = 300;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,79}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  /** Says which field is wrong. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String why;

    Refused(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /** A text on one line; what is longer than anyone reads is no text. */
  String text(String name) {
    if (!(json.getValue(name) instanceof String text)) {
      throw refused(name, "is no text");
    }
    if (text.length() > TEXT_MAX) {
      throw refused(name, "has more than " + TEXT_MAX + " characters");
    }
    return CONTROL.matcher(text).replaceAll(" ");
  }

  /** A name in lower case, such as {@code redirects.p99}. */
  String id(String name) {
    var text = text(name);
    if (!ID.matcher(text).matches()) {
      throw refused(name, "is no name: \"" + text + "\"");
    }
    return text;
  }

  boolean yes(String name) {
    if (!(json.getValue(name) instanceof Boolean yes)) {
      throw refused(name, "is neither true nor false");
    }
    return yes;
  }

  /** The same where it may be left out, which is no. */
  boolean yesIfAny(String name) {
    return json.getValue(name) != null && yes(name);
  }

  /** A finite number, and not below zero: nothing that is measured here is. */
  double number(String name) {
    var number = json.getValue(name) instanceof Number value ? value.doubleValue() : Double.NaN;
    if (!Double.isFinite(number) || number < 0) {
      throw refused(name, "is no number from 0 on");
    }
    return number;
  }

  /** The same where it may be left out, or null. */
  OptionalDouble numberIfAny(String name) {
    return json.getValue(name) == null ? OptionalDouble.empty() : OptionalDouble.of(number(name));
  }

  Fields object(String name) {
    if (!(json.getValue(name) instanceof JsonObject object)) {
      throw refused(name, "is no object");
    }
    return new Fields(object, path(name));
  }

  /** What a reader makes of each object of an array. */
  <T> List<T> each(String name, int most, Function<Fields, T> reader) {
    if (!(json.getValue(name) instanceof JsonArray array)) {
      throw refused(name, "is no array");
    }
    if (array.size() > most) {
      throw refused(name, "has more than " + most + " elements");
    }
    var read = new ArrayList<T>();
    for (var i = 0; i < array.size(); i++) {
      var path = path(name) + "[" + i + "]";
      if (!(array.getValue(i) instanceof JsonObject object)) {
        throw new Refused(path + " is no object");
      }
      read.add(reader.apply(new Fields(object, path)));
    }
    return read;
  }

  Refused refused(String name, String why) {
    return new Refused(path(name) + " " + why);
  }

  private String path(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }
}
