package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Following links, on two nodes. */
class RedirectIT extends OnNodes {
  private TestNode one;
  private TestNode other;

  @BeforeAll
  void start(TestStack stack) throws Exception {
    one = startNode(stack);
    other = startNode(stack);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void get_link_redirectsAsAskedOnEveryNode(int status) {
    var link =
        one.shorten(
            new JsonObject().put("url", "https://example.com/?q=1#f").put("redirect", status));
    var cacheControl =
        status == 301 || status == 308 ? "private, max-age=90" : "private, max-age=0";

    for (var node : List.of(one, other, other)) {
      var answer = node.get("/" + link.getString("code"));
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Location")).hasValue("https://example.com/?q=1#f");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue(cacheControl);
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void head_link_redirectsToo() {
    var code = one.shorten("https://example.com/head").getString("code");

    assertThat(one.head("/" + code).statusCode()).isEqualTo(302);
    assertThat(one.head("/" + code).headers().firstValue("Location"))
        .hasValue("https://example.com/head");
  }

  @Test
  void get_unknown_isAProblemToAClientAndAPageToABrowser() {
    var problem = one.get("/unknown1");
    var page = one.get("/unknown1", "Accept", "text/html,application/xhtml+xml");

    assertThat(problem.statusCode()).isEqualTo(404);
    assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(page.body()).contains("unknown1");
  }

  @Test
  void get_unknownThenMadeOnTheOtherNode_redirectsAtOnce() {
    assertThat(one.get("/made-later").statusCode()).isEqualTo(404);

    other.shorten(new JsonObject().put("url", "https://example.com/").put("alias", "made-later"));

    assertThat(one.get("/made-later").statusCode()).isEqualTo(302);
  }

  @Test
  void get_expired_is410FromTheMomentItExpires() {
    var expiresAt = Instant.now().plus(Duration.ofSeconds(1)).truncatedTo(ChronoUnit.MILLIS);
    var link =
        one.shorten(
            new JsonObject()
                .put("url", "https://example.com/")
                .put("redirect", 301)
                .put("expiresAt", expiresAt.toString()));
    var path = "/" + link.getString("code");

    HttpResponse<String> answer;
    Instant asked;
    do {
      asked = Instant.now();
      answer = one.get(path);
    } while (answer.statusCode() == 301 && asked.isBefore(expiresAt.plusSeconds(5)));

    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(Instant.now()).isAfterOrEqualTo(expiresAt);
    assertThat(asked).isBefore(expiresAt.plusMillis(500));
    assertThat(other.get(path).statusCode()).isEqualTo(410);
    assertThat(one.get(path, "Accept", "text/html").body()).contains("expired");
    assertThat(one.get(path + "+").statusCode()).isEqualTo(410);
  }

  /** The count and the decision are one: no visitor slips through between them. */
  @Test
  void get_maxVisits10_thousandVisitorsOnTwoNodes_tenAreRedirected() throws Exception {
    var link =
        one.shorten(new JsonObject().put("url", "https://example.com/").put("maxVisits", 10));
    var path = "/" + link.getString("code");
    var statuses = new ArrayList<Future<Integer>>();

    try (var threads = Executors.newFixedThreadPool(64)) {
      for (var visitor = 0; visitor < 1_000; visitor++) {
        var node = visitor % 2 == 0 ? one : other;
        statuses.add(threads.submit(() -> node.get(path).statusCode()));
      }
    }

    var redirected = 0;
    for (var status : statuses) {
      assertThat(status.get()).isIn(302, 410);
      redirected += status.get() == 302 ? 1 : 0;
    }
    assertThat(redirected).isEqualTo(10);
    assertThat(one.head(path).statusCode()).isEqualTo(410);
  }

  @Test
  void preview_link_saysWhereItLeads_andEscapesIt() {
    var link =
        one.shorten(
            new JsonObject()
                .put("url", "https://example.com/?a=<script>&b='")
                .put("title", "<script>alert(1)</script>"));

    var page = one.get("/" + link.getString("code") + "+");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("https://example.com/?a=%3Cscript%3E&amp;b=%27", "&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert");
    assertThat(one.get("/nothing-here+").statusCode()).isEqualTo(404);
  }

  @Test
  void answers_carryTheRequestIdThatWasSent() {
    var code = one.shorten("https://example.com/").getString("code");

    assertThat(one.get("/" + code, "X-Request-Id", "trace-42").headers().firstValue("X-Request-Id"))
        .hasValue("trace-42");
    assertThat(one.get("/" + code, "X-Request-Id", "no good").headers().firstValue("X-Request-Id"))
        .isPresent()
        .isNotEqualTo("no good");
  }

  @Test
  void cacheMetrics_tellTheTiersApart() {
    var code = one.shorten("https://example.com/tiers").getString("code");
    var redisHits = other.metric("shortener_cache_requests_total", "result=\"hit\",tier=\"redis\"");
    var memoryHits =
        other.metric("shortener_cache_requests_total", "result=\"hit\",tier=\"memory\"");

    other.get("/" + code);
    other.get("/" + code);

    assertThat(other.metric("shortener_cache_requests_total", "result=\"hit\",tier=\"redis\""))
        .isEqualTo(redisHits + 1);
    assertThat(other.metric("shortener_cache_requests_total", "result=\"hit\",tier=\"memory\""))
        .isEqualTo(memoryHits + 1);
    assertThat(other.metric("shortener_redirect_seconds_count", "")).isPositive();
  }
}
