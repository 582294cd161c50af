package dev.whiteboard.ratelimit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/** Our two header fields, read by somebody else's parser, and held to what the draft says. */
public final class StructuredFields {
  private StructuredFields() {}

  /**
   * An item of one of the two.
   *
   * @param name the policy's
   * @param numbers its parameters that are whole numbers
   * @param unit what is counted where it is not requests, else empty
   */
  public record Item(String name, Map<String, Long> numbers, String unit) {
    /** A parameter that must be there. */
    public long number(String parameter) {
      return Objects.requireNonNull(numbers.get(parameter), parameter);
    }
  }

  /** Reads a {@code RateLimit-Policy}. */
  public static List<Item> policies(String field) {
    var items = items(field);
    for (var item : items) {
      assertThat(item.number("q")).isNotNegative();
      assertThat(item.numbers.keySet()).isSubsetOf("q", "w");
      assertThat(item.unit).isIn("", "requests", "content-bytes", "concurrent-requests");
      assertThat(item.numbers.getOrDefault("w", 1L)).isPositive();
    }
    return items;
  }

  /** Reads a {@code RateLimit}. */
  public static List<Item> limits(String field) {
    var items = items(field);
    for (var item : items) {
      assertThat(item.number("r")).isNotNegative();
      assertThat(item.numbers.keySet()).isSubsetOf("r", "t");
      assertThat(item.numbers.getOrDefault("t", 1L)).isPositive();
      assertThat(item.unit).isEmpty();
    }
    return items;
  }

  /**
   * A list of strings with parameters.
   *
   * @throws org.greenbytes.http.sfv.ParseException where it is no list
   * @throws ClassCastException where it is a list of something else
   */
  private static List<Item> items(String field) {
    var items = new ArrayList<Item>();
    for (var element : Parser.parseList(field).get()) {
      var string = (StringItem) element;
      var numbers = new LinkedHashMap<String, Long>();
      var unit = "";
      for (var parameter : string.getParams().entrySet()) {
        if (parameter.getValue() instanceof StringItem text) {
          assertThat(parameter.getKey()).isEqualTo("qu");
          unit = text.get();
        } else {
          numbers.put(parameter.getKey(), ((IntegerItem) parameter.getValue()).getAsLong());
        }
      }
      items.add(new Item(string.get(), numbers, unit));
    }
    return items;
  }
}
