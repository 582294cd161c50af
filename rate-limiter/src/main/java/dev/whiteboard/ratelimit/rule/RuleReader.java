package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.kit.settings.Spelling;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.Rule.OnStoreFailure;
import dev.whiteboard.ratelimit.rule.Rule.Store;
import dev.whiteboard.ratelimit.rule.Value.Field;
import dev.whiteboard.ratelimit.rule.Value.Fields;
import dev.whiteboard.ratelimit.rule.Value.Text;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one rule. A bad field yields an error and a harmless value, so that all are looked at. */
final class RuleReader {
  private static final List<String> KNOWN =
      List.of(
          "name",
          "domain",
          "match",
          "algorithm",
          "limit",
          "per",
          "burst",
          "shadow",
          "store",
          "onStoreFailure",
          "lease");

  private static final String WHOLE_NUMBER = "must be a whole number in plain digits, such as 100";

  /** What is longer is out of all bounds, and might not fit a long. */
  private static final int DIGITS_MAX = 12;

  private final Fields fields;
  private final String path;
  private final Errors errors;

  RuleReader(Fields fields, String path, Errors errors) {
    this.fields = fields;
    this.path = path;
    this.errors = errors;
  }

  /** The rule, where all of it is good. */
  Optional<Rule> read() {
    var before = errors.count();
    for (var field : fields.all()) {
      if (!KNOWN.contains(field.name())) {
        unknown(errors, field, path, KNOWN);
      }
    }
    var domain = domain();
    var match = match();
    var name = name(match, errors.count() == before);
    var limit = limit();
    var shadow = shadow();
    var store = choice("store", Store.values(), Store.REDIS);
    limit
        .flatMap(good -> RuleBounds.burstProblem(store, good))
        .ifPresent(problem -> error("burst", problem));
    var onFailure = choice("onStoreFailure", OnStoreFailure.values(), OnStoreFailure.LOCAL);
    var lease = lease(store, limit);
    return errors.count() > before
        ? Optional.empty()
        : limit.map(good -> new Rule(name, domain, match, good, shadow, store, onFailure, lease));
  }

  /** Where the rule begins. */
  int line() {
    return fields.place().line();
  }

  /** What is wrong with a field, told where its value is, or the rule where it has none. */
  void error(String field, String message) {
    var place = fields.get(field).map(Value::place).orElse(fields.place());
    errors.add(place, path + "." + field, message);
  }

  /** A field that there is not, and the one that was meant perhaps. */
  static void unknown(Errors errors, Field field, String path, List<String> known) {
    var shown = RuleBounds.asPath(field.name());
    var near =
        Spelling.closest(field.name(), known)
            .map(name -> ": did you mean " + name + "?")
            .orElse("");
    errors.add(
        field.place(), path.isEmpty() ? shown : path + "." + shown, "is not a known field" + near);
  }

  private String domain() {
    var domain = required("domain").orElse("");
    if (!domain.isEmpty()) {
      RuleBounds.domainProblem(domain).ifPresent(problem -> error("domain", problem));
    }
    return domain;
  }

  private SortedMap<String, String> match() {
    var match = new TreeMap<String, String>();
    var value = fields.get("match");
    if (value.isPresent()) {
      if (value.get() instanceof Fields entries) {
        entries.all().forEach(entry -> readEntry(entry, match));
        RuleBounds.matchProblem(match).ifPresent(problem -> error("match", problem));
      } else if (!(value.get() instanceof Value.Bad)) {
        error("match", "must be names and values, such as { user: \"*\" }");
      }
    }
    return Collections.unmodifiableSortedMap(match);
  }

  private void readEntry(Field entry, SortedMap<String, String> match) {
    var field = path + ".match." + RuleBounds.asPath(entry.name());
    RuleBounds.entryNameProblem(entry.name())
        .ifPresent(problem -> errors.add(entry.place(), field, "as a name " + problem));
    var value = textOf(entry.value(), field);
    value
        .flatMap(RuleBounds::entryValueProblem)
        .ifPresent(problem -> errors.add(entry.value().place(), field, problem));
    match.put(entry.name(), value.orElse(Rule.ANY));
  }

  private String name(Map<String, String> match, boolean matchIsGood) {
    var name = text("name");
    if (name.isPresent()) {
      RuleBounds.nameProblem(name.get()).ifPresent(problem -> error("name", problem));
      return name.get();
    }
    var made = Rule.nameOf(match);
    if (fields.get("name").isEmpty() && matchIsGood) {
      RuleBounds.nameProblem(made)
          .ifPresent(problem -> error("name", "is missing, and one made of match " + problem));
    }
    return made;
  }

  /** Asks {@link Limit} about one value at a time, the others being good: so it tells of each. */
  private Optional<Limit> limit() {
    var algorithm = required("algorithm").flatMap(this::algorithm);
    var kind = algorithm.orElse(Algorithm.TOKEN_BUCKET);
    var ofPermits =
        requiredNumber("limit").flatMap(n -> made(() -> Limit.of(kind, n, Limit.PER_MIN)));
    var ofPer =
        required("per").flatMap(this::period).flatMap(per -> made(() -> Limit.of(kind, 1, per)));
    var ofBurst =
        burst(algorithm)
            .map(n -> made(() -> new Limit(Algorithm.TOKEN_BUCKET, 1, Limit.PER_MIN, n)))
            .orElse(ofPermits);
    return algorithm.isPresent()
            && ofPermits.isPresent()
            && ofPer.isPresent()
            && ofBurst.isPresent()
        ? Optional.of(
            new Limit(kind, ofPermits.get().permits(), ofPer.get().per(), ofBurst.get().burst()))
        : Optional.empty();
  }

  private Optional<Limit> made(Supplier<Limit> limit) {
    try {
      return Optional.of(limit.get());
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      var colon = message.indexOf(':');
      error(message.substring(0, colon), "must be " + message.substring(colon + 1).strip());
      return Optional.empty();
    }
  }

  private Optional<Algorithm> algorithm(String text) {
    var found = Algorithm.named(text);
    if (found.isEmpty()) {
      var names = Arrays.stream(Algorithm.values()).map(Algorithm::text).toList();
      error("algorithm", oneOf(names, text));
    }
    return found;
  }

  private Optional<Duration> period(String text) {
    var period = Periods.parse(text);
    if (period.isEmpty()) {
      error("per", "must be a time with its unit, such as 500ms, 1s, 1m, 1h, 1d or PT1M");
    }
    return period;
  }

  private Optional<Long> burst(Optional<Algorithm> algorithm) {
    var burst = number("burst");
    if (burst.isPresent() && algorithm.isPresent() && !algorithm.get().takesBurst()) {
      error("burst", "must not be given: " + algorithm.get().text() + " knows none");
      return Optional.empty();
    }
    return burst;
  }

  private boolean shadow() {
    var value = fields.get("shadow");
    if (value.isEmpty() || value.get() instanceof Value.Bad) {
      return false;
    }
    if (value.get() instanceof Text(_, var text, var plain)
        && plain
        && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    error("shadow", "must be true or false");
    return false;
  }

  private Optional<Long> lease(Store store, Optional<Limit> limit) {
    var lease = number("lease");
    if (lease.isPresent() && limit.isPresent()) { // of a bad limit nothing follows
      RuleBounds.leaseProblem(lease.get(), store, limit.get())
          .ifPresent(problem -> error("lease", problem));
    }
    return lease;
  }

  private <E extends Enum<E>> E choice(String field, E[] choices, E preset) {
    var given = text(field);
    if (given.isEmpty()) {
      return preset;
    }
    for (var choice : choices) {
      if (Rule.textOf(choice).equals(given.get())) {
        return choice;
      }
    }
    error(field, oneOf(Arrays.stream(choices).map(Rule::textOf).toList(), given.get()));
    return preset;
  }

  private static String oneOf(List<String> choices, String given) {
    var list = choices.stream().collect(Collectors.joining(", "));
    return "must be one of " + list + ", not " + Errors.shown(given);
  }

  private Optional<String> required(String field) {
    requirePresent(field);
    return text(field);
  }

  private Optional<Long> requiredNumber(String field) {
    requirePresent(field);
    return number(field);
  }

  private void requirePresent(String field) {
    if (fields.get(field).isEmpty()) {
      error(field, "is missing");
    }
  }

  private Optional<String> text(String field) {
    return fields.get(field).flatMap(value -> textOf(value, path + "." + field));
  }

  private Optional<String> textOf(Value value, String field) {
    if (value instanceof Text text && !text.isNull()) {
      if (!text.text().isEmpty()) {
        return Optional.of(text.text());
      }
      errors.add(value.place(), field, "must not be empty");
    } else if (!(value instanceof Value.Bad)) {
      errors.add(value.place(), field, value instanceof Text ? "has no value" : "must be text");
    }
    return Optional.empty();
  }

  private Optional<Long> number(String field) {
    var value = fields.get(field);
    if (value.isEmpty() || value.get() instanceof Value.Bad) {
      return Optional.empty();
    }
    var digits = digitsOf(value.get());
    if (digits == null) {
      error(field, WHOLE_NUMBER);
      return Optional.empty();
    }
    return Optional.of(digits.length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(digits));
  }

  private static @Nullable String digitsOf(Value value) {
    return value instanceof Text(_, var text, var plain) && plain && Periods.isNumber(text)
        ? text
        : null;
  }
}
