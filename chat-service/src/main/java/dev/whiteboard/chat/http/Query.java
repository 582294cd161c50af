package dev.whiteboard.chat.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's parameters one by one and collects what is wrong, so that one answer names
 * every bad one. A bad one yields a harmless value; call {@link #check} before using any.
 */
final class Query {
  private static final int DIGITS_MAX = 18;

  private final RoutingContext request;
  private final List<FieldError> errors = new ArrayList<>();

  /** The parameters of this request. */
  Query(RoutingContext request) {
    this.request = request;
  }

  /** A text that must be there, not blank. */
  String text(String name, int charsMax) {
    var text = given(name);
    if (text == null || text.isBlank()) {
      return rejected(name, "is missing", "");
    }
    if (text.length() > charsMax || text.indexOf('\0') >= 0) {
      return rejected(name, "must have at most " + charsMax + " characters", "");
    }
    return text;
  }

  /** How many to answer with at most. */
  int limit(IntRange range, int otherwise) {
    var limit = number("limit").orElse((long) otherwise);
    return range.min() <= limit && limit <= range.max()
        ? limit.intValue()
        : rejected(
            "limit", "must be a number from " + range.min() + " to " + range.max(), otherwise);
  }

  /** A whole number from 0 on, which may be missing. */
  Optional<Long> number(String name) {
    return parsed(
        name,
        text ->
            text.matches("[0-9]{1," + DIGITS_MAX + "}")
                ? Optional.of(Long.parseLong(text))
                : Optional.empty(),
        "must be a whole number");
  }

  /** A parameter in a form of its own that must be there; empty where it is bad. */
  <T> Optional<T> required(String name, Function<String, Optional<T>> parse, String expected) {
    return given(name) == null
        ? rejected(name, "is missing", Optional.empty())
        : parsed(name, parse, expected);
  }

  /** A parameter in a form of its own, which may be missing. */
  <T> Optional<T> parsed(String name, Function<String, Optional<T>> parse, String expected) {
    var text = given(name);
    if (text == null) {
      return Optional.empty();
    }
    var value = parse.apply(text);
    return value.isPresent() ? value : rejected(name, expected, value);
  }

  /**
   * Call when all parameters were read.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad one
   */
  void check() {
    if (!errors.isEmpty()) {
      throw Problem.badFields(errors).asException();
    }
  }

  private @Nullable String given(String name) {
    return request.request().getParam(name);
  }

  private <T> T rejected(String name, String detail, T harmless) {
    errors.add(new FieldError(name, detail));
    return harmless;
  }
}
