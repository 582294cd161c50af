package dev.whiteboard.cdn.function;

import static dev.whiteboard.cdn.function.FunctionBookTest.body;
import static dev.whiteboard.cdn.function.FunctionBookTest.done;
import static dev.whiteboard.cdn.function.FunctionBookTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.function.EdgeFunctions.Outcome;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ResponseHead;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions that come with the service. */
class ExamplesTest {
  private static final FunctionLimits LIMITS =
      new FunctionLimits(
          3,
          2,
          64,
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          16,
          100,
          4_096);

  private final FunctionBook book = new FunctionBook(LIMITS, _ -> false, new SimpleMeterRegistry());

  @AfterEach
  void close() {
    book.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"security-headers", "ab-bucket", "hello"})
  void module_ofAnExample_isWhatItsTextSays(String name) {
    var text = new String(Modules.resource(name + ".wat"), StandardCharsets.UTF_8);

    assertThat(Modules.example(name)).isEqualTo(Wat.assemble(text));
  }

  @Test
  void securityHeaders_ofAResponse_areAddedWhereThereAreNone() throws Exception {
    done(book.put("f", Modules.example("security-headers")));

    var head =
        done(
            book.onResponse(
                "f",
                request("/"),
                new ResponseHead(200, Fields.of("x-frame-options", "SAMEORIGIN"))));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.fields())
        .isEqualTo(
            Fields.of(
                "x-frame-options",
                "SAMEORIGIN",
                "strict-transport-security",
                "max-age=31536000",
                "x-content-type-options",
                "nosniff",
                "referrer-policy",
                "strict-origin"));
  }

  @ParameterizedTest
  @CsvSource({
    "bucket=a, a",
    "bucket=b, b",
    "x=y; bucket=b, b",
    "notbucket=a; bucket=b, b",
    "x=1; bucket=a; y=2, a",
    "bucket=c; bucket=b, b",
  })
  void abBucket_withACookie_isTheCookies(String cookie, String bucket) throws Exception {
    done(book.put("f", Modules.example("ab-bucket")));

    assertThat(bucket("cookie", cookie)).isEqualTo(bucket);
  }

  @Test
  void abBucket_withoutACookie_isTheBrowsersAndEvenlySpread() throws Exception {
    done(book.put("f", Modules.example("ab-bucket")));
    var counts = new HashMap<String, Integer>();
    for (var i = 0; i < 200; i++) {
      var bucket = bucket("user-agent", "browser " + i, "cookie", "bucket=");
      assertThat(bucket).isEqualTo(bucket("user-agent", "browser " + i));
      counts.merge(bucket, 1, Integer::sum);
    }
    assertThat(counts).containsOnlyKeys("a", "b");
    assertThat(counts.get("a")).isBetween(70, 130);
  }

  @Test
  void abBucket_withTooLongACookie_isTheBrowsers() throws Exception {
    done(book.put("f", Modules.example("ab-bucket")));

    assertThat(bucket("cookie", "x".repeat(9_000) + "; bucket=a")).isIn("a", "b");
  }

  @Test
  void hello_ofItsPath_isAnsweredHere() throws Exception {
    done(book.put("f", Modules.example("hello")));

    var answer = (Outcome.Answer) done(book.onRequest("f", request("/hello")));

    assertThat(answer.head().status()).isEqualTo(200);
    assertThat(answer.head().fields().first("content-type")).startsWith("text/plain");
    assertThat(body(answer)).isEqualTo("Hello from the edge.\n");
  }

  @Test
  void hello_ofAnOldPath_isARedirect() throws Exception {
    done(book.put("f", Modules.example("hello")));

    var answer = (Outcome.Answer) done(book.onRequest("f", request("/old/a?b=c")));

    assertThat(answer.head()).isEqualTo(new ResponseHead(301, Fields.of("location", "/new/a?b=c")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/hell", "/hello/", "/ol", "/new"})
  void hello_ofAnotherPath_goesOn(String target) throws Exception {
    done(book.put("f", Modules.example("hello")));

    assertThat(done(book.onRequest("f", request(target))))
        .isEqualTo(new Outcome.GoOn(request(target)));
  }

  private String bucket(String... fields) throws Exception {
    var outcome = (Outcome.GoOn) done(book.onRequest("f", request("/", fields)));
    return String.valueOf(outcome.request().fields().first("x-bucket"));
  }
}
