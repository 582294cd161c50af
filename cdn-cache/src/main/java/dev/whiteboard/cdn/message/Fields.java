package dev.whiteboard.cdn.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Header fields of a message, in their order. Names are in lower case and compared as they are:
 * whoever asks writes them so. Immutable.
 *
 * <p>One flat array: a message has some twenty fields, and to look through them all is cheaper than
 * to hash a name.
 */
public final class Fields implements Iterable<Field> {
  /** No fields. */
  public static final Fields NONE = new Fields(new String[0]);

  /** Name, value, name, value. */
  private final String[] flat;

  private Fields(String[] flat) {
    this.flat = flat;
  }

  /** Fields of names and values in turn; names in lower case. */
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a name has no value: " + String.join(", ", namesAndValues));
    }
    return new Fields(namesAndValues.clone());
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that has these fields already. */
  public Builder toBuilder() {
    var builder = new Builder();
    builder.flat.addAll(List.of(flat));
    return builder;
  }

  /** How many field lines there are. */
  public int size() {
    return flat.length / 2;
  }

  /** The name of a field line, by its place from 0. */
  public String name(int line) {
    return flat[2 * line];
  }

  /** The value of a field line, by its place from 0. */
  public String value(int line) {
    return flat[2 * line + 1];
  }

  /** Whether there is one of this name. */
  public boolean has(String name) {
    return first(name) != null;
  }

  /** The value of the first line of this name. */
  public @Nullable String first(String name) {
    for (var i = 0; i < flat.length; i += 2) {
      if (flat[i].equals(name)) {
        return flat[i + 1];
      }
    }
    return null;
  }

  /** The value of the line of this name; null where there is none, or more than one. */
  public @Nullable String only(String name) {
    String only = null;
    for (var i = 0; i < flat.length; i += 2) {
      if (flat[i].equals(name)) {
        if (only != null) {
          return null;
        }
        only = flat[i + 1];
      }
    }
    return only;
  }

  /** The values of all lines of this name, in their order. */
  public List<String> all(String name) {
    var values = new ArrayList<String>(2);
    for (var i = 0; i < flat.length; i += 2) {
      if (flat[i].equals(name)) {
        values.add(flat[i + 1]);
      }
    }
    return values;
  }

  /** All lines of this name as one list, joined by commas (RFC 9110, 5.3). */
  public @Nullable String combined(String name) {
    var first = first(name);
    if (first == null) {
      return null;
    }
    var all = all(name);
    return all.size() == 1 ? first : String.join(", ", all);
  }

  /** The same without lines of these names. */
  public Fields without(Collection<String> names) {
    return keeping(name -> !names.contains(name));
  }

  /** Those lines alone whose name passes; the same instance where all do. */
  public Fields keeping(Predicate<String> names) {
    var kept = new String[flat.length];
    var length = 0;
    for (var i = 0; i < flat.length; i += 2) {
      if (names.test(flat[i])) {
        kept[length++] = flat[i];
        kept[length++] = flat[i + 1];
      }
    }
    if (length == flat.length) {
      return this;
    }
    return length == 0 ? NONE : new Fields(Arrays.copyOf(kept, length));
  }

  /** The same with one line of this name, in place of any. */
  public Fields with(String name, String value) {
    return toBuilder().set(name, value).build();
  }

  /** The same with two more lines; names in lower case. Cheaper than a builder. */
  public Fields plus(String name, String value, String otherName, String otherValue) {
    var more = Arrays.copyOf(flat, flat.length + 4);
    more[flat.length] = name;
    more[flat.length + 1] = value;
    more[flat.length + 2] = otherName;
    more[flat.length + 3] = otherValue;
    return new Fields(more);
  }

  /** The same with one more line; its name in lower case. */
  public Fields plus(String name, String value) {
    var more = Arrays.copyOf(flat, flat.length + 2);
    more[flat.length] = name;
    more[flat.length + 1] = value;
    return new Fields(more);
  }

  @Override
  public Iterator<Field> iterator() {
    return new Iterator<>() {
      private int line;

      @Override
      public boolean hasNext() {
        return line < size();
      }

      @Override
      public Field next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return new Field(name(line), value(line++));
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields fields && List.of(flat).equals(List.of(fields.flat));
  }

  @Override
  public int hashCode() {
    return List.of(flat).hashCode();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach(field -> text.append(field.name()).append(": ").append(field.value()).append('\n'));
    return text.toString();
  }

  /** Gathers fields. Not for two threads. */
  public static final class Builder {
    private final List<String> flat = new ArrayList<>(32);

    private Builder() {}

    /** One more line; the name is brought to lower case. */
    public Builder add(String name, String value) {
      flat.add(name.toLowerCase(Locale.ROOT));
      flat.add(value);
      return this;
    }

    /** One line of this name, in place of any. */
    public Builder set(String name, String value) {
      return remove(name).add(name, value);
    }

    /** No line of this name. */
    public Builder remove(String name) {
      var kept = 0;
      for (var i = 0; i < flat.size(); i += 2) {
        if (!flat.get(i).equals(name)) {
          flat.set(kept, flat.get(i));
          flat.set(kept + 1, flat.get(i + 1));
          kept += 2;
        }
      }
      flat.subList(kept, flat.size()).clear();
      return this;
    }

    /** What was gathered. */
    public Fields build() {
      return flat.isEmpty() ? NONE : new Fields(flat.toArray(String[]::new));
    }
  }
}
