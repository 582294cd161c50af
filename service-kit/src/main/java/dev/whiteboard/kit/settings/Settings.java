package dev.whiteboard.kit.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Named values from flags and the environment; a flag wins over a variable.
 *
 * <p>{@code SHORTENER_PORT=9000} and {@code --shortener-port 9000} are the same setting. Each read
 * declares its setting, with its default and its meaning: that is what {@link #help} prints and
 * what {@link #refuseUnknown} holds the given names against. A blank value counts as not given, as
 * container files pass variables on empty.
 *
 * <p>Not thread-safe: read at the start, by one thread.
 */
public final class Settings {
  /** Shorter ones could be guessed. */
  private static final int SECRET_CHARS_MIN = 16;

  private record Declared(String name, String defaultValue, String meaning) {}

  private final Map<String, String> environment;
  private final Map<String, String> flags;
  private final Map<String, Declared> declared = new LinkedHashMap<>();
  private final Set<String> prefixes = new HashSet<>();

  private Settings(Map<String, String> environment, Map<String, String> flags) {
    this.environment = Map.copyOf(environment);
    this.flags = flags;
  }

  /**
   * Takes in the environment and the command line.
   *
   * @param environment variable names and values
   * @param arguments {@code --name value} or {@code --name=value}
   * @throws BadSettingException where an argument is no flag, has no value or comes twice
   */
  public static Settings of(Map<String, String> environment, List<String> arguments) {
    return new Settings(environment, parseFlags(arguments));
  }

  /** The flag that stands for a variable: {@code SHORTENER_PORT} is {@code --shortener-port}. */
  public static String flagOf(String name) {
    return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Claims all names that begin so: one that nobody declares is then refused as unknown. */
  public Settings owning(String prefix) {
    prefixes.add(prefix);
    return this;
  }

  /** A text, or the default. */
  public String text(String name, String defaultValue, String meaning) {
    return declare(name, defaultValue, meaning).orElse(defaultValue);
  }

  /** A text that may be missing. */
  public Optional<String> text(String name, String meaning) {
    return declare(name, "", meaning);
  }

  /**
   * A text that must be given.
   *
   * @throws BadSettingException where it is missing
   */
  public String requiredText(String name, String meaning) {
    return declare(name, "", meaning)
        .orElseThrow(() -> new BadSettingException(name, "is missing: " + meaning));
  }

  /**
   * A secret that may be missing.
   *
   * @throws BadSettingException where it is shorter than 16 characters
   */
  public Optional<String> secret(String name, String meaning) {
    var secret = text(name, meaning);
    if (secret.isPresent() && secret.get().length() < SECRET_CHARS_MIN) {
      throw new BadSettingException(name, "must have " + SECRET_CHARS_MIN + " characters or more");
    }
    return secret;
  }

  /** A whole number within bounds, both inclusive. */
  public int integer(String name, int defaultValue, IntRange range, String meaning) {
    return parsed(
        name,
        Integer.toString(defaultValue),
        meaning,
        value -> {
          var number = Integer.parseInt(value);
          if (!range.contains(number)) {
            throw new IllegalArgumentException("out of range");
          }
          return number;
        },
        "a whole number from " + range.min() + " to " + range.max());
  }

  /** A TCP port; 0 asks the system for a free one. */
  public int port(String name, int defaultValue, String meaning) {
    return integer(name, defaultValue, IntRange.PORTS, meaning);
  }

  /** An ISO 8601 duration such as {@code PT5S}, positive. */
  public Duration duration(String name, Duration defaultValue, String meaning) {
    return parsed(
        name,
        defaultValue.toString(),
        meaning,
        value -> {
          var duration = Duration.parse(value);
          if (!duration.isPositive()) {
            throw new DateTimeParseException("not positive", value, 0);
          }
          return duration;
        },
        "a positive ISO 8601 duration such as PT5S");
  }

  /** A comma-separated list; empty where nothing is given. */
  public List<String> list(String name, String meaning) {
    return declare(name, "", meaning)
        .map(value -> Arrays.stream(value.split(",", -1)).map(String::strip).toList())
        .orElse(List.of());
  }

  /**
   * Anything else that is parsed from text.
   *
   * @param expected what a good value looks like, for the error line
   * @throws BadSettingException where {@code parse} throws on the given value
   */
  public <T> T parsed(
      String name,
      String defaultValue,
      String meaning,
      Function<String, T> parse,
      String expected) {
    return parse(name, text(name, defaultValue, meaning), parse, expected);
  }

  /** A value in a form of its own, which may be missing. */
  public <T> Optional<T> parsed(
      String name, String meaning, Function<String, T> parse, String expected) {
    return text(name, meaning).map(value -> parse(name, value, parse, expected));
  }

  /**
   * As {@link #parsed(String, String, String, Function, String)} of a value that may hold a secret
   * anywhere: the error line shows none of it.
   *
   * @param parse says in its exception's message what is wrong, and nothing of the value
   */
  public <T> T parsedUnseen(
      String name,
      String defaultValue,
      String meaning,
      Function<String, T> parse,
      String expected) {
    return parseUnseen(name, text(name, defaultValue, meaning), parse, expected);
  }

  /** The same of a value that may be missing. */
  public <T> Optional<T> parsedUnseen(
      String name, String meaning, Function<String, T> parse, String expected) {
    return text(name, meaning).map(value -> parseUnseen(name, value, parse, expected));
  }

  private static <T> T parseUnseen(
      String name, String value, Function<String, T> parse, String expected) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException e) {
      throw new BadSettingException(name, "must be " + expected + ": " + e.getMessage());
    }
  }

  private static <T> T parse(
      String name, String value, Function<String, T> parse, String expected) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new BadSettingException(
          name, "must be " + expected + ", but is '" + withoutSecrets(value) + "'");
    }
  }

  /**
   * Call after all settings were read.
   *
   * @throws BadSettingException naming a flag, or a variable under an owned prefix, that nothing
   *     declared
   */
  public void refuseUnknown() {
    for (var name : flags.keySet()) {
      if (!declared.containsKey(name)) {
        throw new BadSettingException(
            "unknown flag " + flagOf(name) + suggestion(name, Settings::flagOf));
      }
    }
    for (var name : new TreeMap<>(environment).keySet()) {
      if (!declared.containsKey(name) && prefixes.stream().anyMatch(name::startsWith)) {
        throw new BadSettingException("unknown setting " + name + suggestion(name, near -> near));
      }
    }
  }

  /** One line a setting: flag, meaning and default. */
  public String help() {
    var lines = new ArrayList<String>();
    for (var setting : declared.values()) {
      var preset = setting.defaultValue.isEmpty() ? "" : " (" + setting.defaultValue + ")";
      lines.add("  %-34s %s%s".formatted(flagOf(setting.name), setting.meaning, preset));
    }
    return String.join("\n", lines);
  }

  private Optional<String> declare(String name, String defaultValue, String meaning) {
    declared.put(name, new Declared(name, defaultValue, meaning));
    return given(flags, name).or(() -> given(environment, name));
  }

  private static Optional<String> given(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private String suggestion(String name, Function<String, String> spelling) {
    return Spelling.closest(name, declared.keySet())
        .map(near -> ": did you mean " + spelling.apply(near) + "?")
        .orElse("");
  }

  /** Of a URL: no user, password or parameters, as a line ends up in logs. */
  private static String withoutSecrets(String value) {
    var at = value.lastIndexOf('@');
    var shown = at < 0 ? value : "..." + value.substring(at);
    var parameters = shown.indexOf('?');
    return parameters < 0 ? shown : shown.substring(0, parameters) + "?...";
  }

  private static Map<String, String> parseFlags(List<String> arguments) {
    var flags = new LinkedHashMap<String, String>();
    var rest = arguments.iterator();
    while (rest.hasNext()) {
      var argument = rest.next();
      if (!argument.startsWith("--")) {
        throw new BadSettingException("'" + argument + "' is no flag: flags begin with --");
      }
      var equals = argument.indexOf('=');
      var flag = equals < 0 ? argument : argument.substring(0, equals);
      var value = equals < 0 ? nextValue(flag, rest) : argument.substring(equals + 1);
      if (flags.put(variableOf(flag), value) != null) {
        throw new BadSettingException(flag + " is given twice");
      }
    }
    return flags;
  }

  /** A value that begins with two dashes is a forgotten one, unless it is written {@code =--}. */
  private static String nextValue(String flag, Iterator<String> rest) {
    if (rest.hasNext()) {
      var value = rest.next();
      if (!value.startsWith("--")) {
        return value;
      }
    }
    throw new BadSettingException(flag + " has no value");
  }

  private static String variableOf(String flag) {
    return flag.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
