package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.NOW;
import static dev.whiteboard.cdn.caching.Messages.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields with a hundred thousand members cost a pass each: quadratic, this would take minutes. */
final class RulesBoundsTest {
  private static final int MEMBERS_MANY = 100_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cache-control     | max-age=1,
          cache-control     | no-cache="a",
          cache-control     | "
          cache-control     | \\"
          cdn-cache-control | max-age=1,
          vary              | a,
          accept-language   | en;q=0.5,
          accept-encoding   | gzip,
          x                 | "a\\",
          if-none-match     | "a",
          if-match          | W/"
          range             | 0-0,
          range             | -
          age               | 1
          expires           | 1
          date              | ,
          content-range     | -/
          content-language  | de,
          etag              | W/
          connection        | a,
          cookie            | a
          """)
  void rules_manyMembers_areLinear(String name, String member) {
    var value = (name.equals("range") ? "bytes=" : "") + member.repeat(MEMBERS_MANY);
    var fields =
        Fields.of(
            name, value, "vary", "accept-language, accept-encoding, x, cookie", "etag", "\"x\"");
    var request = new RequestHead("GET", "http", "a", "/", fields);
    var response = new ResponseHead(200, fields);

    Assertions.assertTimeout(Duration.ofSeconds(20), () -> askAll(request, response));
  }

  private static void askAll(RequestHead request, ResponseHead response) {
    var stored = new StoredHead(request, response, NOW, NOW);
    var variants = Collections.nCopies(3, stored);

    RULES.storing(request, response, NOW, NOW);
    RULES.reuse(request, variants, NOW);
    RULES.validating(request, variants);
    RULES.freshened(variants, response, NOW, NOW);
    RULES.invalidated(request, response);
    RULES.combined(stored, 1, stored, 1);
    assertThat(RULES.answer(request, stored, 10, NOW).status()).isBetween(200, 416);
    RULES.maySubstitute(request, stored, null, NOW);
  }
}
