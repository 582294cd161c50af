package dev.whiteboard.ratelimit.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.ratelimit.check.Check;
import dev.whiteboard.ratelimit.check.CheckBounds;
import dev.whiteboard.ratelimit.rule.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads checks token by token, without a tree in between, and collects what is wrong.
 *
 * <p>One for each body. Not for more than one thread.
 */
final class CheckReader {
  /** Checks in one batch. */
  static final int BATCH_MAX = 1_000;

  /** Faults told of one body: a body of nothing else would make an answer of ten times its size. */
  private static final int ERRORS_MAX = 50;

  /** Characters of a client's field name that are told back to it. */
  private static final int SHOWN_CHARS_MAX = 64;

  private static final int NESTING_MAX = 16;
  private static final int NUMBER_CHARS_MAX = 32;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING_MAX)
                  .maxNumberLength(NUMBER_CHARS_MAX)
                  .maxNameLength(CheckBounds.BYTES_MAX)
                  .maxStringLength(CheckBounds.BYTES_MAX)
                  .build())
          // Names are the client's to choose: none is kept for longer than its request.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final Problem NO_OBJECT =
      Problem.of(400, "Bad request", "The body is not a JSON object.");
  private static final Problem NO_ARRAY =
      Problem.of(400, "Bad request", "The body is not a JSON array of checks.");

  private final JsonParser json;
  private final List<FieldError> errors = new ArrayList<>();
  private String at = "";

  private CheckReader(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads one check.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad field
   */
  static Check one(byte[] body) {
    try (var json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw NO_OBJECT.asException();
      }
      var reader = new CheckReader(json);
      var check = reader.check();
      reader.end(NO_OBJECT);
      return check;
    } catch (IOException _) {
      throw NO_OBJECT.asException();
    }
  }

  /**
   * Reads up to {@link #BATCH_MAX} checks.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad field
   */
  static List<Check> many(byte[] body) {
    try (var json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw NO_ARRAY.asException();
      }
      var reader = new CheckReader(json);
      var checks = reader.checks();
      reader.end(NO_ARRAY);
      return checks;
    } catch (IOException _) {
      throw NO_ARRAY.asException();
    }
  }

  private List<Check> checks() throws IOException {
    var checks = new ArrayList<Check>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (checks.size() == BATCH_MAX) {
        throw Problem.of(400, "Bad request", "A batch holds up to " + BATCH_MAX + " checks.")
            .asException();
      }
      at = "[" + checks.size() + "]";
      if (json.currentToken() == JsonToken.START_OBJECT) {
        at += ".";
        checks.add(check());
      } else {
        reject("", "must be an object");
        json.skipChildren();
        checks.add(new Check("", List.of(), 1));
      }
    }
    return checks;
  }

  /** Nothing may follow. */
  private void end(Problem otherwise) throws IOException {
    if (json.nextToken() != null) {
      throw otherwise.asException();
    }
    if (!errors.isEmpty()) {
      throw Problem.badFields(errors).asException();
    }
  }

  private Check check() throws IOException {
    String domain = null;
    List<Descriptor> descriptors = null;
    Long cost = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var field = json.currentName();
      var value = json.nextToken();
      switch (field) {
        case "domain" -> domain = once(field, domain, domain());
        case "descriptors" -> descriptors = once(field, descriptors, descriptors());
        case "cost" -> cost = once(field, cost, value == JsonToken.VALUE_NULL ? 1 : cost());
        default -> {
          reject(field, "is not a field of this request");
          json.skipChildren();
        }
      }
    }
    return new Check(
        required("domain", domain, ""),
        required("descriptors", descriptors, List.of()),
        cost == null ? 1 : cost);
  }

  private <T> T once(String field, @Nullable T before, T value) {
    if (before != null) {
      reject(field, "is given twice");
    }
    return value;
  }

  private <T> T required(String field, @Nullable T value, T harmless) {
    if (value == null) {
      reject(field, "is missing");
      return harmless;
    }
    return value;
  }

  private String domain() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      return rejected("domain", "must be a string", "");
    }
    var domain = json.getText();
    CheckBounds.faultOfDomain(domain).ifPresent(fault -> reject("domain", fault));
    return domain;
  }

  private long cost() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      var cost = json.getLongValue();
      if (1 <= cost && cost <= CheckBounds.COST_MAX) {
        return cost;
      }
    }
    return rejected("cost", "must be a whole number from 1 to " + CheckBounds.COST_MAX, 1L);
  }

  private List<Descriptor> descriptors() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return rejected("descriptors", "must be a list of objects", List.of());
    }
    var descriptors = new ArrayList<Descriptor>();
    for (var index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
      if (index < CheckBounds.DESCRIPTORS_MAX) {
        descriptors.add(descriptor(index));
      } else {
        json.skipChildren();
      }
      if (index == CheckBounds.DESCRIPTORS_MAX) {
        reject("descriptors", "has more than " + CheckBounds.DESCRIPTORS_MAX + " entries");
      }
    }
    return descriptors;
  }

  private Descriptor descriptor(int index) throws IOException {
    var entries = new TreeMap<String, String>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return rejected(name(index), "must be an object", new Descriptor(entries));
    }
    var count = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      entry(index, entries, ++count > CheckBounds.ENTRIES_MAX);
      if (count == CheckBounds.ENTRIES_MAX + 1) {
        reject(name(index), "has more than " + CheckBounds.ENTRIES_MAX + " entries");
      }
    }
    return new Descriptor(entries);
  }

  private void entry(int index, Map<String, String> entries, boolean tooMany) throws IOException {
    var name = json.currentName();
    if (json.nextToken() != JsonToken.VALUE_STRING) {
      reject(name(index) + "." + name, "must be a string");
      json.skipChildren();
      return;
    }
    var value = json.getText();
    var fault = CheckBounds.faultOfName(name).or(() -> CheckBounds.faultOfValue(value));
    if (fault.isPresent()) {
      reject(name(index) + "." + name, fault.get());
    } else if (!tooMany && entries.put(name, value) != null) {
      reject(name(index) + "." + name, "is given twice");
    }
  }

  private static String name(int index) {
    return "descriptors[" + index + "]";
  }

  private <T> T rejected(String field, String detail, T harmless) throws IOException {
    reject(field, detail);
    json.skipChildren();
    return harmless;
  }

  private void reject(String field, String detail) {
    if (errors.size() < ERRORS_MAX) {
      var shown = field.length() > SHOWN_CHARS_MAX ? field.substring(0, SHOWN_CHARS_MAX) : field;
      errors.add(new FieldError(at + shown, detail));
    }
  }
}
