package dev.whiteboard.ratelimit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.ratelimit.check.Check;
import dev.whiteboard.ratelimit.rule.Descriptor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckReaderTest {
  @Test
  void one_whole_isRead() {
    var check =
        one(
            """
            {"domain":"api","descriptors":[{"user":"7","ip":"192.0.2.1"},{}],"cost":3}\
            """);

    assertThat(check)
        .isEqualTo(
            new Check(
                "api",
                List.of(descriptor(Map.of("user", "7", "ip", "192.0.2.1")), descriptor(Map.of())),
                3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"cost\":null", ",\"cost\":1"})
  void one_withoutCost_costsOne(String cost) {
    assertThat(one("{\"domain\":\"api\",\"descriptors\":[{}]" + cost + "}").cost()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "null",
        "{",
        "{}{}",
        "{\"domain\":\"api\",\"descriptors\":[{}]} x",
        "{\"domain\":\"a\\ud8",
        "{\"cost\":11111111111111111111111111111111111111111}"
      })
  void one_noObject_isRefused(String body) {
    assertThat(problem(body).status()).isEqualTo(400);
    assertThat(problem(body).errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | domain descriptors",
        "{\"domain\":7,\"descriptors\":[{}]} | domain",
        "{\"domain\":{\"a\":[1]},\"descriptors\":[{}]} | domain",
        "{\"domain\":\" \",\"descriptors\":[{}]} | domain",
        "{\"domain\":\"a\\u0000\",\"descriptors\":[{}]} | domain",
        "{\"domain\":\"a\",\"domain\":\"b\",\"descriptors\":[{}]} | domain",
        "{\"domain\":\"a\",\"descriptors\":null} | descriptors",
        "{\"domain\":\"a\",\"descriptors\":[7]} | descriptors[0]",
        "{\"domain\":\"a\",\"descriptors\":[{},{\"user\":7}]} | descriptors[1].user",
        "{\"domain\":\"a\",\"descriptors\":[{\"user\":null}]} | descriptors[0].user",
        "{\"domain\":\"a\",\"descriptors\":[{\"u\":\"1\",\"u\":\"2\"}]} | descriptors[0].u",
        "{\"domain\":\"a\",\"descriptors\":[{\"\":\"1\"}]} | descriptors[0].",
        "{\"domain\":\"a\",\"descriptors\":[{\"u\":\"\\ud800\"}]} | descriptors[0].u",
        "{\"domain\":\"a\",\"descriptors\":[{}],\"cost\":0} | cost",
        "{\"domain\":\"a\",\"descriptors\":[{}],\"cost\":-1} | cost",
        "{\"domain\":\"a\",\"descriptors\":[{}],\"cost\":1.5} | cost",
        "{\"domain\":\"a\",\"descriptors\":[{}],\"cost\":\"1\"} | cost",
        "{\"domain\":\"a\",\"descriptors\":[{}],\"cost\":1000000001} | cost",
        "{\"domain\":\"a\",\"descriptors\":[{}],\"cost\":99999999999999999999} | cost",
        "{\"domain\":\"a\",\"descriptors\":[{}],\"costs\":1} | costs",
      })
  void one_badFields_areAllNamed(String body, String fields) {
    assertThat(problem(body).errors())
        .extracting(FieldError::field)
        .containsExactly(fields.split(" ", -1));
  }

  @Test
  void one_moreThanItTakes_isRefused() {
    var descriptors = "{},".repeat(16) + "{}";
    var entries = new StringBuilder("\"e\":\"\"");
    for (var i = 0; i < 16; i++) {
      entries.append(",\"e").append(i).append("\":\"\"");
    }

    assertThat(problem("{\"domain\":\"a\",\"descriptors\":[" + descriptors + "]}").errors())
        .extracting(FieldError::field)
        .containsExactly("descriptors");
    assertThat(problem("{\"domain\":\"a\",\"descriptors\":[{" + entries + "}]}").errors())
        .extracting(FieldError::field)
        .containsExactly("descriptors[0]");
    assertThat(
            problem(
                    "{\"domain\":\"%s\",\"descriptors\":[{\"u\":\"%s\"}]}"
                        .formatted("d".repeat(65), "v".repeat(513)))
                .errors())
        .extracting(FieldError::field)
        .containsExactly("domain", "descriptors[0].u");
  }

  @Test
  void one_thousandsOfFaults_namesFifty_eachInShort() {
    var body = new StringBuilder("{\"x\":1");
    for (var i = 0; i < 2_000; i++) {
      body.append(",\"").append("y".repeat(100)).append(i).append("\":1");
    }

    var errors = problem(body.append('}').toString()).errors();

    assertThat(errors).hasSize(50);
    assertThat(errors).allMatch(error -> error.field().length() <= 64);
  }

  @Test
  void one_deeplyNested_isRefused() {
    assertThat(problem("{\"x\":" + "[".repeat(20_000)).status()).isEqualTo(400);
  }

  @Test
  void many_checks_areReadInOrder() {
    var checks =
        CheckReader.many(
            """
            [{"domain":"a","descriptors":[{}]},{"domain":"b","descriptors":[{}],"cost":2}]\
            """
                .getBytes(UTF_8));

    assertThat(checks).extracting(Check::domain).containsExactly("a", "b");
  }

  @Test
  void many_badFields_areNamedWithTheirPlace() {
    var errors =
        catchThrowableOfType(
                ProblemException.class,
                () ->
                    CheckReader.many(
                        "[{\"domain\":\"a\",\"descriptors\":[{}]},7,{\"descriptors\":[{\"u\":1}]}]"
                            .getBytes(UTF_8)))
            .problem()
            .errors();

    assertThat(errors)
        .extracting(FieldError::field)
        .containsExactly("[1]", "[2].descriptors[0].u", "[2].domain");
  }

  @Test
  void many_moreThanABatch_isRefused() {
    var body = "[" + "{\"domain\":\"a\",\"descriptors\":[{}]},".repeat(1_000) + "{}]";

    var problem =
        catchThrowableOfType(ProblemException.class, () -> CheckReader.many(body.getBytes(UTF_8)));

    assertThat(problem.problem().status()).isEqualTo(400);
  }

  private static Descriptor descriptor(Map<String, String> entries) {
    return new Descriptor(new TreeMap<>(entries));
  }

  private static Check one(String body) {
    return CheckReader.one(body.getBytes(UTF_8));
  }

  private static Problem problem(String body) {
    return catchThrowableOfType(ProblemException.class, () -> one(body)).problem();
  }
}
