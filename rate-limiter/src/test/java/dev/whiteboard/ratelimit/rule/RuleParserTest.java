package dev.whiteboard.ratelimit.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.Rule.OnStoreFailure;
import dev.whiteboard.ratelimit.rule.Rule.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RuleParserTest {
  /** All that a rule must have, and its name; what is under test comes behind. */
  private static final String GOOD =
      "- {name: a, domain: api, algorithm: token-bucket, limit: 10, per: 1s";

  @Test
  void parse_everyField_isTaken() {
    var rules =
        RuleParser.parse(
            """
            rules:
              - name: per-user            # a comment
                domain: api
                match: { user: "*", route: /links }
                algorithm: token-bucket
                limit: 100
                per: 1m
                burst: 20
                shadow: true
                store: redis
                onStoreFailure: deny
                lease: 15
            """);

    var limit = new Limit(Algorithm.TOKEN_BUCKET, 100, Duration.ofMinutes(1), 20);
    var match = new TreeMap<>(Map.of("user", "*", "route", "/links"));
    assertThat(rules)
        .containsExactly(
            new Rule(
                "per-user",
                "api",
                match,
                limit,
                true,
                Store.REDIS,
                OnStoreFailure.DENY,
                Optional.of(15L)));
  }

  @Test
  void parse_json_isTheSame() {
    var yaml = RuleParser.parse(GOOD + ", match: {user: \"*\"}, shadow: true}");
    var json =
        RuleParser.parse(
            """
            {
            \t"rules": [
            \t\t{"name": "a", "domain": "api", "match": {"user": "*"}, "shadow": true,
            \t\t"algorithm": "token-bucket", "limit": 10, "per": "1s"}
            \t]
            }
            """);

    assertThat(json).isEqualTo(yaml);
  }

  @Test
  void parse_jsonEscapes_areRead() {
    var rule =
        RuleParser.parse(
                "[{\"domain\":\"api\",\"match\":{\"a\":\"\\/\\u00e9\\ud83d\\ude00\"},\"name\":\"n\","
                    + "\"algorithm\":\"gcra\",\"limit\":1,\"per\":\"1h\"}]")
            .getFirst();

    assertThat(rule.match()).containsEntry("a", "/é😀");
  }

  @Test
  void parse_leastRule_hasDefaults() {
    var rule =
        RuleParser.parse("- {domain: api, algorithm: fixed-window, limit: 7, per: 1d}").getFirst();

    assertThat(rule.name()).isEqualTo("any");
    assertThat(rule.limit()).isEqualTo(Limit.of(Algorithm.FIXED_WINDOW, 7, Duration.ofDays(1)));
    assertThat(rule.match()).isEmpty();
    assertThat(rule.shadow()).isFalse();
    assertThat(rule.store()).isEqualTo(Store.REDIS);
    assertThat(rule.onStoreFailure()).isEqualTo(OnStoreFailure.LOCAL);
    assertThat(rule.lease()).isEmpty();
  }

  @Test
  void parse_withoutName_isNamedAfterMatch() {
    var rule =
        RuleParser.parse(
                "- {domain: api, match: {user: '*', route: /a}, algorithm: gcra, limit: 7, per: 1d}")
            .getFirst();

    assertThat(rule.name()).isEqualTo("route=/a,user=*");
  }

  @Test
  void parse_burstOfACentury_isForOneProcessOnly() {
    var slow = "- {name: a, domain: api, algorithm: gcra, limit: 1, per: 1d, burst: 36526";

    assertThat(errors(slow + "}"))
        .containsExactly(
            new RuleError(
                1,
                69,
                "[0].burst",
                "must be one that is there again within 100 years, for store redis"));
    assertThat(RuleParser.parse(slow.replace("36526", "36525") + "}")).hasSize(1);
    assertThat(RuleParser.parse(slow + ", store: local}")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "1s, PT1S",
    "90s, PT90S",
    "1m, PT1M",
    "1h, PT1H",
    "1d, PT24H",
    "PT1M, PT1M",
    "PT0.25S, PT0.25S",
    "P1D, PT24H"
  })
  void parse_period_isTaken(String text, Duration expected) {
    var text1 = "- {domain: api, algorithm: gcra, limit: 1, per: " + text + "}";

    assertThat(RuleParser.parse(text1).getFirst().limit().per()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"007, 007", "no, no", "1e3, 1e3", "true, true", "0x1F, 0x1F", "'\"null\"', null"})
  void parse_matchValue_isTextAsItStands(String written, String expected) {
    var rule = RuleParser.parse(GOOD + ", match: {user: " + written + "}}").getFirst();

    assertThat(rule.match()).containsEntry("user", expected);
  }

  @Test
  void parse_noRules_isAnEmptyList() {
    assertThat(RuleParser.parse("rules: []")).isEmpty();
    assertThat(RuleParser.parse("[]")).isEmpty();
    assertThat(RuleParser.parse("{\"rules\": []}")).isEmpty();
  }

  @Test
  void parse_sameMatchOtherPeriod_isTaken() {
    assertThat(RuleParser.parse(GOOD + "}\n" + GOOD.replace("a,", "b,").replace("1s", "1h") + "}"))
        .hasSize(2);
  }

  /** Of one line each, behind the good ones; the column is that of the value, or of the name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "brust: 3               | 71 | brust  | is not a known field: did you mean burst?",
        "colour: red            | 71 | colour | is not a known field",
        "burst: 0               | 78 | burst  | must be from 1 to 1000000000",
        "burst: 1e3             | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: 010             | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: 1_000           | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: -1              | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: 1.0             | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: '5'             | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: [5]             | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: ~               | 78 | burst  | must be a whole number in plain digits, such as 100",
        "burst: 99999999999999999999999 | 78 | burst | must be from 1 to 1000000000",
        "shadow: yes            | 79 | shadow | must be true or false",
        "shadow: 'true'         | 79 | shadow | must be true or false",
        "store: reddis          | 78 | store  | must be one of redis, local, not 'reddis'",
        "onStoreFailure: open   | 87 | onStoreFailure | must be one of allow, deny, local, not 'open'",
        "lease: 11              | 78 | lease  | must be from 1 to 10, the most that can be had at once",
        "lease: 0               | 78 | lease  | must be from 1 to 10, the most that can be had at once",
        "match: user            | 78 | match  | must be names and values, such as { user: \"*\" }",
        "match: {user: ~}       | 85 | match.user | has no value",
        "match: {user: }        | 84 | match.user | has no value",
        "match: {user: ''}      | 85 | match.user | must not be empty",
        "match: {user: [a]}     | 85 | match.user | must be text",
        "match: {user: a, user: b} | 88 | match.user | is given twice",
        "match: {[a]: b}        | 79 | match  | has a field whose name is no text",
        "per: 2s                | 71 | per    | is given twice",
        "match: {user: !x a}    | 85 | match.user | has a tag (!), which rules have not",
        "match: {user: &x a}    | 85 | match.user | has an anchor (&), which rules have not",
        "match: {user: *x }     | 85 | match.user | is an alias, which rules have not; the * that means any value is written \"*\"",
      })
  void parse_badField_namesLineColumnAndField(
      String field, int column, String name, String message) {
    assertThat(errors("# a comment\n" + GOOD + ", " + field + "}"))
        .containsExactly(new RuleError(2, column, "[0]." + name, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domain: api    | domain: 'a b'        | domain | must be 1 to 64 characters of printable ASCII, no spaces or braces",
        "domain: api    | domain: 'a{b}'       | domain | must be 1 to 64 characters of printable ASCII, no spaces or braces",
        "name: a,       | name: ü,             | name | must be 1 to 128 characters of printable ASCII",
        "name: a,       | name: ~,             | name | has no value",
        "token-bucket   | token-buckets        | algorithm | must be one of fixed-window, sliding-log, sliding-window, token-bucket, leaky-bucket, leaky-queue, gcra, concurrency, not 'token-buckets'",
        "limit: 10      | limit: 0             | limit | must be from 1 to 1000000000",
        "limit: 10      | limit: 1000000001    | limit | must be from 1 to 1000000000",
        "per: 1s        | per: 60              | per | must be a time with its unit, such as 500ms, 1s, 1m, 1h, 1d or PT1M",
        "per: 1s        | per: 01s             | per | must be a time with its unit, such as 500ms, 1s, 1m, 1h, 1d or PT1M",
        "per: 1s        | per: 1.5s            | per | must be a time with its unit, such as 500ms, 1s, 1m, 1h, 1d or PT1M",
        "per: 1s        | per: ١s              | per | must be a time with its unit, such as 500ms, 1s, 1m, 1h, 1d or PT1M",
        "per: 1s        | per: PT0S            | per | must be from PT0.001S to PT8784H",
        "per: 1s        | per: 367d            | per | must be from PT0.001S to PT8784H",
        "domain: api,   | ''                   | domain | is missing",
        "limit: 10,     | ''                   | limit | is missing",
      })
  void parse_badRequired_namesIt(String good, String bad, String field, String message) {
    assertThat(errors(GOOD.replace(good, bad) + "}"))
        .extracting(RuleError::field, RuleError::message)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("[0]." + field, message));
  }

  @ParameterizedTest
  @CsvSource({
    "sliding-log, burst, must not be given: sliding-log knows none",
    "concurrency, burst, must not be given: concurrency knows none",
    "sliding-log, lease, is not for sliding-log",
    "leaky-queue, lease, is not for leaky-queue",
    "concurrency, lease, is not for concurrency"
  })
  void parse_fieldThatTheAlgorithmHasNot_isRefused(String algorithm, String field, String message) {
    var text = GOOD.replace("token-bucket", algorithm) + ", " + field + ": 5}";

    assertThat(errors(text)).extracting(RuleError::message).containsExactly(message);
  }

  @Test
  void parse_leaseOfALocalRule_isRefused() {
    assertThat(errors(GOOD + ", store: local, lease: 5}"))
        .extracting(RuleError::message)
        .containsExactly("is for store redis only");
  }

  @Test
  void parse_manyErrors_areAllTold() {
    var errors =
        errors(
            """
            rules:
              - domain: api
                algorithm: leaky-bukket
                limit: many
                per: soon
                shadow: 1
                limits: 5
              - name: b
              - just text
            rule: []
            """);

    assertThat(errors)
        .extracting(error -> error.line() + ":" + error.column() + " " + error.field())
        .containsExactly(
            "3:16 rules[0].algorithm",
            "4:12 rules[0].limit",
            "5:10 rules[0].per",
            "6:13 rules[0].shadow",
            "7:5 rules[0].limits",
            "8:5 rules[1].domain",
            "8:5 rules[1].algorithm",
            "8:5 rules[1].limit",
            "8:5 rules[1].per",
            "9:5 rules[2]",
            "10:1 rule");
  }

  @Test
  void parse_sameName_isRefused_butNotInAnotherDomain() {
    var second = GOOD.replace("1s", "1h");

    assertThat(errors(GOOD + "}\n" + second + "}"))
        .containsExactly(
            new RuleError(
                2, 10, "[1].name", "must be unique in its domain: the rule in line 1 has 'a' too"));
    assertThat(RuleParser.parse(GOOD + "}\n" + second.replace("api", "other") + "}")).hasSize(2);
  }

  @Test
  void parse_sameMatchAlgorithmAndPeriod_isRefused() {
    var second = GOOD.replace("name: a", "name: b").replace("10", "20");

    assertThat(errors(GOOD + ", match: {u: x}}\n" + second + ", match: {u: x}}"))
        .containsExactly(
            new RuleError(
                2,
                78,
                "[1].match",
                "must differ, or else per or algorithm: the rule in line 1 has the same of all"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | 1 | 1 | is empty; no rules at all are written rules: []",
        "'# nothing'     | 1 | 1 | is empty; no rules at all are written rules: []",
        "'---'           | 1 | 4 | must be a list of rules",
        "hello           | 1 | 1 | must be a list of rules",
        "'[]\n---\n[]'   | 2 | 1 | has a second document; one is taken",
      })
  void parse_textWithoutRules_isRefused(String text, int line, int column, String message) {
    assertThat(errors(text)).containsExactly(new RuleError(line, column, "", message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules:\n\t- name: a",
        "rules: [",
        "rules: {a: b",
        "\"",
        "@",
        "%YAML 3.0\n---\n[]",
        "- *",
        "}",
        "a: b: c"
      })
  void parse_brokenText_isRefusedInOneLine(String text) {
    assertThat(errors(text))
        .hasSize(1)
        .allSatisfy(error -> {
          assertThat(error.message()).startsWith("is ").doesNotContain("\n");
          assertThat(error.toString()).doesNotContain("snakeyaml").doesNotContain("Exception");
        });
  }

  @Test
  void parse_starWithoutQuotes_saysSo() {
    assertThat(errors(GOOD + ",\n  match: {user: *}}"))
        .extracting(RuleError::line, RuleError::message)
        .first()
        .satisfies(error -> assertThat(error.toString()).contains("is written \"*\""));
  }

  @Test
  void parse_controlCharacter_isRefusedWithItsPlace() {
    assertThat(errors("rules:\n- 😀\u0000"))
        .containsExactly(
            new RuleError(2, 4, "", "has a character that is neither printable nor space"));
  }

  @Test
  void parse_escapedControlCharacter_isRefused() {
    assertThat(errors(GOOD + ", match: {user: \"a\\u0000\"}}"))
        .extracting(RuleError::field)
        .containsExactly("[0].match.user");
    assertThat(errors(GOOD + ", match: {user: \"a\\ud800\"}}")).isNotEmpty();
  }

  @Test
  void parse_tooLong_isRefused() {
    var text = "#".repeat(RuleParser.TEXT_CHARS_MAX) + "\n";

    assertThat(errors(text))
        .containsExactly(new RuleError(1, 1, "", "is too long: at most 1048576 characters"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[{", "!x ", "&x ", "a: "})
  void parse_nestedWithoutEnd_isRefusedSoon(String piece) {
    var text = piece.repeat(RuleParser.TEXT_CHARS_MAX / piece.length());

    assertThat(errors(text)).isNotEmpty();
  }

  @Test
  void parse_aliasBomb_isRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(8)));
    }

    assertThat(errors(bomb.toString())).isNotEmpty();
  }

  @Test
  void parse_withoutEndOfErrors_tellsABoundedNumber() {
    assertThat(errors("- a\n".repeat(9_000)))
        .hasSize(Errors.ERRORS_MAX + 1)
        .last()
        .isEqualTo(new RuleError(1_000, 1, "", "has 8000 more"));
  }

  @Test
  void parse_tooManyRules_isRefused() {
    assertThat(errors("- a\n".repeat(RuleBounds.RULES_MAX + 1)))
        .containsExactly(new RuleError(1, 1, "", "has too many rules: at most 10000"));
  }

  @Test
  void parse_badRules_messageIsOneLineWithoutTrace() {
    assertThatThrownBy(() -> RuleParser.parse("- {}"))
        .isInstanceOf(BadRulesException.class)
        .hasMessage("line 1, column 3: [0].domain is missing (and 3 more)")
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  private static List<RuleError> errors(String text) {
    var thrown = catchThrowableOfType(BadRulesException.class, () -> RuleParser.parse(text));
    return thrown == null ? List.of() : thrown.errors();
  }
}
