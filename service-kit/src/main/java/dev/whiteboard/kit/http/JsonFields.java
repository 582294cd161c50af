package dev.whiteboard.kit.http;

import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object field by field and collects what is wrong, so that one answer names every bad
 * field.
 *
 * <p>A bad field yields a harmless value; call {@link #check} before using any of them.
 */
public final class JsonFields {
  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String NO_TIME = "must be an RFC 3339 time such as 2027-01-31T12:00:00Z";
  private static final String NOT_UNICODE = "holds a NUL or half a character";

  private static final long COUNT_MAX = (1L << 53) - 1;

  private final JsonObject json;
  private final String prefix;
  private final List<FieldError> errors;

  private JsonFields(JsonObject json, Set<String> known) {
    this(json, known, "", new ArrayList<>());
  }

  private JsonFields(JsonObject json, Set<String> known, String prefix, List<FieldError> errors) {
    this.json = json;
    this.prefix = prefix;
    this.errors = errors;
    for (var name : json.fieldNames()) {
      if (!known.contains(name)) {
        reject(name, "is not a field of this request");
      }
    }
  }

  /**
   * Reads a request's body.
   *
   * @param known the fields that there are; any other is an error
   * @throws ProblemException 415 where the body is declared to be something else, 400 where it is
   *     no JSON object
   */
  public static JsonFields of(RoutingContext request, Set<String> known) {
    Requests.requireMediaType(request, JSON);
    return of(Requests.body(request), known);
  }

  /**
   * Reads the body of a PATCH as a JSON merge patch (RFC 7396): a field that is missing stays, null
   * clears it. {@link #has} tells the two apart.
   *
   * @param known the fields that there are; any other is an error
   * @throws ProblemException as {@link #of(RoutingContext, Set)}
   */
  public static JsonFields ofPatch(RoutingContext request, Set<String> known) {
    Requests.requireMediaType(request, MERGE_PATCH, JSON);
    return of(Requests.body(request), known);
  }

  /**
   * Reads a JSON object.
   *
   * @param known the fields that there are; any other is an error
   * @throws ProblemException 400 where it is no JSON object
   */
  public static JsonFields of(Buffer body, Set<String> known) {
    if (decoded(body) instanceof JsonObject json) {
      return new JsonFields(json, known);
    }
    throw Problem.of(400, "Bad request", "The body is not a JSON object.").asException();
  }

  private static @Nullable Object decoded(Buffer body) {
    try {
      return Json.decodeValue(body);
    } catch (DecodeException e) {
      return null; // which is JSON, but no object either
    }
  }

  /** Whether the field is there, be it as null. */
  public boolean has(String field) {
    return json.containsKey(field);
  }

  /** A text that must be there, not blank. */
  public String text(String field, int charsMax) {
    if (json.getValue(field) == null) {
      reject(field, "is missing");
      return "";
    }
    return optionalText(field, charsMax).orElse("");
  }

  /** A text that may be missing or null. */
  public Optional<String> optionalText(String field, int charsMax) {
    return switch (json.getValue(field)) {
      case null -> Optional.empty();
      case String text when text.length() > charsMax ->
          rejected(field, "is longer than " + charsMax + " characters");
      case String text when text.isBlank() -> rejected(field, "is blank");
      case String text when !isUnicode(text) -> rejected(field, NOT_UNICODE);
      case String text -> Optional.of(text);
      default -> rejected(field, "must be a string");
    };
  }

  /** A whole number that must be there. */
  public int integer(String field, IntRange range) {
    if (json.getValue(field) == null) {
      reject(field, "is missing");
      return range.min();
    }
    return optionalInteger(field, range).orElse(range.min());
  }

  /** A whole number that may be missing or null. */
  public Optional<Integer> optionalInteger(String field, IntRange range) {
    return switch (json.getValue(field)) {
      case null -> Optional.empty();
      case Integer number when range.contains(number) -> Optional.of(number);
      default ->
          rejected(field, "must be a whole number from " + range.min() + " to " + range.max());
    };
  }

  /**
   * A count that may be missing or null: a whole number from 0, of up to 53 bits, as that is what
   * every reader of JSON can hold (RFC 8259, section 6).
   */
  public Optional<Long> optionalCount(String field) {
    return switch (json.getValue(field)) {
      case null -> Optional.empty();
      case Integer number when number >= 0 -> Optional.of((long) number);
      case Long number when 0 <= number && number <= COUNT_MAX -> Optional.of(number);
      default -> rejected(field, "must be a whole number from 0 to " + COUNT_MAX);
    };
  }

  /** A count that must be there. */
  public long count(String field) {
    if (json.getValue(field) == null) {
      reject(field, "is missing");
      return 0;
    }
    return optionalCount(field).orElse(0L);
  }

  /** Counts by name; empty where it is missing or null. */
  public Map<String, Long> counts(String field, int countMax) {
    return switch (json.getValue(field)) {
      case null -> Map.of();
      case JsonObject object when object.size() > countMax ->
          this.<Map<String, Long>>rejected(field, "has more than " + countMax + " entries")
              .orElse(Map.of());
      case JsonObject object -> eachCount(field, object);
      default -> this.<Map<String, Long>>rejected(field, "must be an object").orElse(Map.of());
    };
  }

  /**
   * An object that must be there, to be read field by field; what is wrong with these is told
   * together with the rest, as {@code field.name}.
   */
  public JsonFields object(String field, Set<String> known) {
    var inner = prefix + field + ".";
    return switch (json.getValue(field)) {
      case null -> missing(field, "is missing");
      case JsonObject object -> new JsonFields(object, known, inner, errors);
      default -> missing(field, "must be an object");
    };
  }

  /** Without the fields, nothing needs to be told of each. */
  private JsonFields missing(String field, String detail) {
    reject(field, detail);
    return new JsonFields(new JsonObject(), Set.of());
  }

  /** True or false, which may be missing or null. */
  public Optional<Boolean> optionalBoolean(String field) {
    return switch (json.getValue(field)) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      default -> rejected(field, "must be true or false");
    };
  }

  /** An RFC 3339 time that may be missing or null. */
  public Optional<Instant> optionalInstant(String field) {
    return switch (json.getValue(field)) {
      case null -> Optional.empty();
      case String text -> parseInstant(field, text);
      default -> rejected(field, NO_TIME);
    };
  }

  /** A list of whole numbers; empty where it is missing or null. */
  public List<Integer> integers(String field, int countMax, IntRange range) {
    return switch (json.getValue(field)) {
      case null -> List.of();
      case JsonArray array when array.size() > countMax ->
          this.<List<Integer>>rejected(field, "has more than " + countMax + " entries")
              .orElse(List.of());
      case JsonArray array -> eachInteger(field, array, range);
      default ->
          this.<List<Integer>>rejected(field, "must be a list of whole numbers").orElse(List.of());
    };
  }

  /** A list of texts; empty where it is missing or null. */
  public List<String> texts(String field, int countMax, int charsMax) {
    return switch (json.getValue(field)) {
      case null -> List.of();
      case JsonArray array when array.size() > countMax ->
          this.<List<String>>rejected(field, "has more than " + countMax + " entries")
              .orElse(List.of());
      case JsonArray array -> eachText(field, array, charsMax);
      default -> this.<List<String>>rejected(field, "must be a list of strings").orElse(List.of());
    };
  }

  /** Notes that a field is bad for a reason that its reader found. */
  public void reject(String field, String detail) {
    errors.add(new FieldError(prefix + field, detail));
  }

  /** Whether a field read so far is bad. */
  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  /**
   * Call when all fields were read.
   *
   * @throws ProblemException 400 naming every bad field
   */
  public void check() {
    if (!errors.isEmpty()) {
      throw Problem.badFields(errors).asException();
    }
  }

  private Optional<Instant> parseInstant(String field, String text) {
    try {
      return Optional.of(Rfc3339.parse(text));
    } catch (DateTimeParseException e) {
      return rejected(field, NO_TIME);
    }
  }

  private List<Integer> eachInteger(String field, JsonArray array, IntRange range) {
    var numbers = new ArrayList<Integer>(array.size());
    for (var entry : array) {
      if (entry instanceof Integer number && range.contains(number)) {
        numbers.add(number);
      } else {
        reject(field, "must hold whole numbers from " + range.min() + " to " + range.max());
        return List.of();
      }
    }
    return numbers;
  }

  private Map<String, Long> eachCount(String field, JsonObject object) {
    var counts = new LinkedHashMap<String, Long>();
    var fields = new JsonFields(object, object.fieldNames());
    for (var name : object.fieldNames()) {
      counts.put(name, fields.count(name));
    }
    if (fields.hasErrors()) {
      reject(field, "must hold whole numbers from 0 to " + COUNT_MAX);
      return Map.of();
    }
    return counts;
  }

  private List<String> eachText(String field, JsonArray array, int charsMax) {
    var texts = new ArrayList<String>();
    for (var entry : array) {
      if (entry instanceof String text
          && !text.isBlank()
          && text.length() <= charsMax
          && isUnicode(text)) {
        texts.add(text);
      } else {
        reject(field, "must hold strings of 1 to " + charsMax + " characters");
        return List.of();
      }
    }
    return texts;
  }

  /** PostgreSQL takes no NUL, and half a surrogate pair is no character at all. */
  private static boolean isUnicode(String text) {
    var at = 0;
    while (at < text.length()) {
      var character = text.codePointAt(at);
      if (character == 0 || Character.getType(character) == Character.SURROGATE) {
        return false;
      }
      at += Character.charCount(character);
    }
    return true;
  }

  private <T> Optional<T> rejected(String field, String detail) {
    reject(field, detail);
    return Optional.empty();
  }
}
