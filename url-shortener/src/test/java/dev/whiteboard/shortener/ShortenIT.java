package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making links over HTTP. */
class ShortenIT extends OnNodes {
  private static final String LINKS = "/api/v1/links";

  private TestNode node;

  @BeforeAll
  void start(TestStack stack) throws Exception {
    node = startNode(stack);
  }

  @Test
  void create_urlAlone_isALinkWithDefaults() {
    var answer = node.post(LINKS, "{\"url\":\"https://example.com/a\"}");
    var link = new JsonObject(answer.body());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("/api/v1/links/" + link.getString("code"));
    assertThat(link.getString("code")).matches("[0-9A-Za-z]{7}");
    assertThat(link.getString("shortUrl")).isEqualTo(node.url("/" + link.getString("code")) + "");
    assertThat(link.getString("url")).isEqualTo("https://example.com/a");
    assertThat(Instant.parse(link.getString("createdAt"))).isBeforeOrEqualTo(Instant.now());
    assertThat(link.containsKey("expiresAt")).isTrue();
    assertThat(link.getValue("expiresAt")).isNull();
    assertThat(link.getInteger("redirect")).isEqualTo(302);
    assertThat(link.getJsonArray("tags")).isEmpty();
    assertThat(link.getValue("title")).isNull();
    assertThat(link.getLong("visits")).isZero();
    assertThat(link.getString("manageToken")).hasSizeGreaterThan(30);
  }

  @Test
  void create_everyField_isKeptAndReadBackByItsOwner() {
    var asked =
        new JsonObject()
            .put("url", "https://example.com/b")
            .put("alias", "Every-Field_1")
            .put("expiresAt", "2099-01-31T12:00:00+01:00")
            .put("maxVisits", 7)
            .put("redirect", 308)
            .put("tags", new JsonArray().add("spring").add("sale"))
            .put("title", "A <title> & more");
    var made = node.shorten(asked);

    var read =
        node.get(
            LINKS + "/Every-Field_1", "Authorization", "Bearer " + made.getString("manageToken"));

    var expected = made.copy();
    expected.remove("manageToken");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(read.body())).isEqualTo(expected);
    assertThat(expected.getString("expiresAt")).isEqualTo("2099-01-31T11:00:00Z");
    assertThat(expected.getInteger("maxVisits")).isEqualTo(7);
    assertThat(expected.getInteger("redirect")).isEqualTo(308);
    assertThat(expected.getString("title")).isEqualTo("A <title> & more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|400|url",
        "{'url':''}|400|url",
        "{'url':7}|400|url",
        "{'url':'ftp://example.com'}|400|url",
        "{'url':'http://127.1/'}|400|url",
        "{'url':'https://a:b@example.com'}|400|url",
        "{'url':'https://example.com','redirect':303}|400|redirect",
        "{'url':'https://example.com','expiresAt':'tomorrow'}|400|expiresAt",
        "{'url':'https://example.com','expiresAt':'2001-01-01T00:00:00Z'}|400|expiresAt",
        "{'url':'https://example.com','maxVisits':0}|400|maxVisits",
        "{'url':'https://example.com','tags':'a'}|400|tags",
        "{'url':'https://example.com','tags':[1]}|400|tags",
        "{'url':'https://example.com','nonsense':1}|400|nonsense",
        "{'url':'https://example.com','alias':'a b'}|422|alias",
        "{'url':'https://example.com','alias':'ab'}|422|alias",
        "{'url':'https://example.com','alias':'Health'}|422|alias",
      })
  void create_badField_isAProblemThatNamesIt(String body, int status, String field) {
    var answer = node.post(LINKS, body.replace('\'', '"'));
    var problem = new JsonObject(answer.body());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("type")).isNotBlank();
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getString("instance")).isEqualTo(LINKS);
    assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field")).isEqualTo(field);
  }

  @Test
  void metrics_linksMade_areCounted() {
    var before = node.metric("shortener_links_created_total", "");

    node.shorten("https://example.com/counted");

    assertThat(node.metric("shortener_links_created_total", "")).isEqualTo(before + 1);
  }

  /** Those that count by result are there from the first one on. */
  @Test
  void metrics_haveEachThatTheReadmeTellsOf() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var table = readme.substring(readme.indexOf("## Metrics"), readme.indexOf("## Measured"));
    var told =
        Pattern.compile("`((?:shortener|http|postgresql|event)_\\w+)`")
            .matcher(table)
            .results()
            .map(match -> match.group(1))
            .toList();
    var shown = node.get("/metrics").body();

    assertThat(told)
        .contains("shortener_spool_bytes", "shortener_click_lag", "postgresql_pool_waiting")
        .allSatisfy(metric -> assertThat(shown).contains("\n" + metric));
  }

  @Test
  void create_severalBadFields_areAllNamed() {
    var answer = node.post(LINKS, "{\"url\":\"x\",\"redirect\":1,\"tags\":1}");

    assertThat(new JsonObject(answer.body()).getJsonArray("errors")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "\"text\"", "{\"url\":", "{\"a\":{\"a\":"})
  void create_noJsonObject_is400(String body) {
    assertThat(node.post(LINKS, body).statusCode()).isEqualTo(400);
  }

  /** An alias that can't be one is 422 by itself, and one of the bad fields among others. */
  @Test
  void create_unusableAliasAndBadUrl_bothAreNamed() {
    var answer = node.post(LINKS, "{\"url\":\"ftp://example.com/\",\"alias\":\"a b\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(badFields(answer)).containsExactly("url", "alias");
  }

  @Test
  void get_severalBadParameters_areAllNamed() {
    var link = node.shorten("https://example.com/");
    var path = LINKS + "/" + link.getString("code");
    var owner = "Bearer " + link.getString("manageToken");
    var key = "Bearer " + node.newKey("lists");

    assertThat(badFields(node.get(path + "/qr?format=gif&size=x")))
        .containsExactly("format", "size");
    assertThat(badFields(node.get(path + "/stats?from=a&to=b&every=c", "Authorization", owner)))
        .containsExactly("every", "to", "from");
    assertThat(badFields(node.get(LINKS + "?limit=0&cursor=a&q=%00", "Authorization", key)))
        .containsExactly("limit", "cursor", "q");
  }

  private static List<String> badFields(HttpResponse<String> answer) {
    return new JsonObject(answer.body())
        .getJsonArray("errors").stream()
            .map(error -> ((JsonObject) error).getString("field"))
            .toList();
  }

  /** What is answered is what will be read: finer than a redirect judges it, nothing is kept. */
  @Test
  void create_expiryInNanoseconds_isKeptByTheMillisecond() {
    var link =
        node.shorten(
            new JsonObject()
                .put("url", "https://example.com/")
                .put("expiresAt", "2130-01-01T00:00:00.123987654Z"));

    assertThat(link.getString("expiresAt")).isEqualTo("2130-01-01T00:00:00.123Z");
    assertThat(new JsonObject(node.read(link).body()).getString("expiresAt"))
        .isEqualTo("2130-01-01T00:00:00.123Z");
  }

  @Test
  void create_tooLargeABody_is413() {
    assertThat(node.post(LINKS, "{\"url\":\"" + "a".repeat(20_000) + "\"}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void create_aliasTaken_is409_andAnotherCaseIsAnotherLink() {
    node.shorten(new JsonObject().put("url", "https://example.com/1").put("alias", "CaseMatters"));

    var again = "{\"url\":\"https://example.com/2\",\"alias\":\"CaseMatters\"}";
    assertThat(node.post(LINKS, again).statusCode()).isEqualTo(409);
    node.shorten(new JsonObject().put("url", "https://example.com/3").put("alias", "casematters"));

    assertThat(node.get("/CaseMatters").headers().firstValue("Location"))
        .hasValue("https://example.com/1");
    assertThat(node.get("/casematters").headers().firstValue("Location"))
        .hasValue("https://example.com/3");
  }

  @Test
  void create_sameIdempotencyKey_isTheSameLinkWithTheSameToken() {
    var key = UUID.randomUUID().toString();
    var body = "{\"url\":\"https://example.com/idempotent\"}";

    var first = node.post(LINKS, body, "Idempotency-Key", key);
    var second = node.post(LINKS, body, "Idempotency-Key", key);
    var otherBody = node.post(LINKS, "{\"url\":\"https://example.com/2\"}", "Idempotency-Key", key);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(new JsonObject(second.body())).isEqualTo(new JsonObject(first.body()));
    assertThat(otherBody.statusCode()).isEqualTo(422);
  }

  @Test
  void create_sameIdempotencyKeyAtOnce_isOneLink() throws Exception {
    var key = UUID.randomUUID().toString();
    var body = "{\"url\":\"https://example.com/at-once\"}";
    Callable<String> create =
        () -> new JsonObject(node.post(LINKS, body, "Idempotency-Key", key).body()).encode();

    var answers = new HashSet<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<String>>();
      for (var i = 0; i < 40; i++) {
        running.add(threads.submit(create));
      }
      for (var answer : running) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).hasSize(1);
  }

  @Test
  void create_aliasTakenUnderAnIdempotencyKey_leavesTheKeyFree() {
    node.shorten(
        new JsonObject().put("url", "https://example.com/").put("alias", "key-stays-free"));
    var key = UUID.randomUUID().toString();
    var taken = "{\"url\":\"https://example.com/\",\"alias\":\"key-stays-free\"}";

    assertThat(node.post(LINKS, taken, "Idempotency-Key", key).statusCode()).isEqualTo(409);
    assertThat(
            node.post(LINKS, "{\"url\":\"https://example.com/\"}", "Idempotency-Key", key)
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void create_aliasThatIsTheNextGeneratedCode_doesNotStopTheGenerator() {
    // Fifty aliases of seven characters, then codes: none may collide, all must come.
    for (var i = 0; i < 50; i++) {
      node.shorten(
          new JsonObject()
              .put("url", "https://example.com/")
              .put("alias", "alias%02d".formatted(i)));
    }
    assertThat(node.shorten("https://example.com/").getString("code")).hasSize(7);
  }

  @Test
  void read_tokens_areToldApart() {
    var mine = node.shorten("https://example.com/mine");
    var theirs = node.shorten("https://example.com/theirs");
    var path = LINKS + "/" + mine.getString("code");

    assertThat(node.get(path).statusCode()).isEqualTo(401);
    assertThat(node.get(path).headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(node.get(path, "Authorization", "Basic abc").statusCode()).isEqualTo(401);
    assertThat(
            node.get(path, "Authorization", "Bearer " + theirs.getString("manageToken"))
                .statusCode())
        .isEqualTo(403);
    assertThat(node.get(path, "Authorization", "Bearer wbk_nonsense").statusCode()).isEqualTo(401);
    assertThat(node.get(LINKS + "/nothing-here", "Authorization", "Bearer x").statusCode())
        .isEqualTo(404);
  }

  @Test
  void keys_areMadeByTheAdmin_ownLinks_andEnd() {
    assertThat(node.post("/api/v1/keys", "{\"name\":\"a\"}").statusCode()).isEqualTo(401);
    assertThat(
            node.post("/api/v1/keys", "{\"name\":\"a\"}", "Authorization", "Bearer wrong")
                .statusCode())
        .isEqualTo(403);
    var admin = "Bearer " + TestNode.ADMIN_KEY;
    var made = node.post("/api/v1/keys", "{\"name\":\"mobile app\"}", "Authorization", admin);
    assertThat(made.statusCode()).isEqualTo(201);
    var key = new JsonObject(made.body());
    var bearer = "Bearer " + key.getString("key");

    var link =
        new JsonObject(
            node.post(LINKS, "{\"url\":\"https://example.com/k\"}", "Authorization", bearer)
                .body());
    assertThat(link.containsKey("manageToken")).isFalse();
    var path = LINKS + "/" + link.getString("code");
    assertThat(node.get(path, "Authorization", bearer).statusCode()).isEqualTo(200);

    assertThat(
            node.delete("/api/v1/keys/" + key.getString("id"), "Authorization", admin).statusCode())
        .isEqualTo(204);
    assertThat(node.get(path, "Authorization", bearer).statusCode()).isEqualTo(401);
    assertThat(
            node.post(LINKS, "{\"url\":\"https://a.example\"}", "Authorization", bearer)
                .statusCode())
        .isEqualTo(401);
    assertThat(node.get("/" + link.getString("code")).statusCode()).isEqualTo(302);
    assertThat(
            node.delete("/api/v1/keys/" + key.getString("id"), "Authorization", admin).statusCode())
        .isEqualTo(404);
  }
}
