package dev.whiteboard.ratelimit.rule;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Writes rules, so that {@link RuleParser} reads the same back. */
public final class RuleWriter {
  /** Text that other readers of YAML take for something else without quotes. */
  private static final Set<String> NO_TEXTS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  /** A line of its own in the middle of a text, for some readers. */
  private static final Set<Integer> BREAKS = Set.of(0x85, 0x2028, 0x2029, 0xFEFF);

  private RuleWriter() {}

  /** As YAML, a field a line. */
  public static String yaml(List<Rule> rules) {
    if (rules.isEmpty()) {
      return "rules: []\n";
    }
    return rules.stream().map(RuleWriter::yaml).collect(Collectors.joining("", "rules:\n", ""));
  }

  /** As JSON, a rule a line. */
  public static String json(List<Rule> rules) {
    return rules.stream()
        .map(RuleWriter::json)
        .collect(Collectors.joining(",\n  ", "{\"rules\": [\n  ", "\n]}\n"));
  }

  private static String yaml(Rule rule) {
    return fields(rule).entrySet().stream()
        .map(field -> field.getKey() + ": " + yaml(field.getValue()))
        .collect(Collectors.joining("\n    ", "  - ", "\n"));
  }

  private static String yaml(Object value) {
    return switch (value) {
      case Map<?, ?> entries ->
          entries.entrySet().stream()
              .map(entry -> yaml(entry.getKey()) + ": " + yaml(entry.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
      case String text -> isPlain(text) ? text : quoted(text);
      case Duration per -> Periods.format(per);
      default -> value.toString();
    };
  }

  private static String json(Object value) {
    return switch (value) {
      case Rule rule -> json(fields(rule));
      case Map<?, ?> entries ->
          entries.entrySet().stream()
              .map(entry -> json(entry.getKey()) + ": " + json(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case String text -> quoted(text);
      case Duration per -> quoted(Periods.format(per));
      default -> value.toString();
    };
  }

  private static Map<String, Object> fields(Rule rule) {
    var limit = rule.limit();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", rule.name());
    fields.put("domain", rule.domain());
    if (!rule.match().isEmpty()) {
      fields.put("match", rule.match());
    }
    fields.put("algorithm", limit.algorithm().text());
    fields.put("limit", limit.permits());
    fields.put("per", limit.per());
    if (limit.burst() != limit.permits()) {
      fields.put("burst", limit.burst());
    }
    if (rule.shadow()) {
      fields.put("shadow", true);
    }
    fields.put("store", Rule.textOf(rule.store()));
    fields.put("onStoreFailure", Rule.textOf(rule.onStoreFailure()));
    rule.lease().ifPresent(lease -> fields.put("lease", lease));
    return fields;
  }

  private static boolean isPlain(String text) {
    return !NO_TEXTS.contains(text.toLowerCase(Locale.ROOT))
        && (isLetter(text.charAt(0)) || text.charAt(0) == '/')
        && text.chars()
            .allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || "_./-".indexOf(c) >= 0);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The same in both. */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (!StreamReader.isPrintable(c) || BREAKS.contains(c)) {
            quoted.append("\\u%04X".formatted(c));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
