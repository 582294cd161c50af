package dev.whiteboard.shortener;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes on while one of two shards is stopped, and that all is well when it is back. */
@NeedsStack({Server.REDIS, Server.KAFKA})
@Timeout(300)
final class ShardAwayIT {
  private static final String LINKS = "/api/v1/links";
  private static final String URL = "https://example.com/";

  /** The longest that anybody waits for an answer, whatever is away. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(8);

  /** Less than the 2 s that a wait for a connection takes. */
  private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);

  private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);

  private static final Duration BACK_WITHIN = Duration.ofSeconds(30);

  /** A group of consumers waits some seconds for its members first. */
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(40);

  private static final int VISITS = 20;

  /** More than a node has calls. */
  private static final int LOOKUPS = 700;

  private static TwoShards shards;
  private static Map<String, String> settings;
  private static TestNode one;
  private static TestNode other;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    shards = TwoShards.start(folder);
    settings = shards.settings(stack);
    one = TestNode.start(settings);
    other = TestNode.start(settings);
  }

  @AfterAll
  static void stop() {
    other.close();
    one.close();
    shards.close();
  }

  @Test
  void shardStopped_linksOfTheOtherRedirect_andAreCounted_andReadyTellsWhich() {
    var near = shards.shorten(one, 0);
    var far = shards.shorten(one, 1);
    var limited =
        one.shorten(json().put("alias", shards.alias(0)).put("maxVisits", 1)).getString("code");
    shards.server(1).stop();
    try {
      await().atMost(BACK_WITHIN).until(() -> down(one).equals(List.of("postgresql-shard-1")));
      visit(near);
      visit(far); // known, from memory or Redis
      assertThat(one.get("/" + limited).statusCode()).isEqualTo(302);
      assertThat(one.get("/" + limited).statusCode()).isEqualTo(410);
      assertThat(one.get("/" + shards.alias(0)).statusCode()).isEqualTo(404);
      assertUnavailable(() -> one.get("/" + shards.alias(1)));
      assertThat(one.patch(near, new JsonObject().put("title", "edited")).statusCode())
          .isEqualTo(200);
      assertUnavailable(() -> one.patch(far, new JsonObject().put("title", "edited")));
      awaitVisits(near);
    } finally {
      shards.server(1).restart();
    }
    awaitReady();
    awaitVisits(far); // those too that came meanwhile
    assertThat(one.stats(near, "").getLong("visits")).isEqualTo(VISITS);
    assertThat(one.stats(far, "").getLong("visits")).isEqualTo(VISITS);
  }

  /** Generated codes are those of the other shard; an alias has no choice. */
  @Test
  void shardStopped_linksAreMadeOnTheOther_listsAreToldToComeBack() {
    var key = one.newKey("makes");
    var before = one.shortenAs(key, json().put("alias", shards.alias(1)));
    var made = new ArrayList<JsonObject>();
    shards.server(1).stop();
    try {
      await().atMost(BACK_WITHIN).until(() -> one.metric("shortener_news_live", "") == 0);
      for (var i = 0; i < VISITS; i++) {
        made.add(one.shortenAs(key, json()));
      }
      assertThat(one.bulk(key, String.join("\n", nCopies(VISITS, json().encode()))).body().lines())
          .hasSize(VISITS)
          .allMatch(line -> new JsonObject(line).containsKey("code"));
      assertUnavailable(() -> one.post(LINKS, json().put("alias", shards.alias(1)).encode()));
      assertUnavailable(() -> one.get(LINKS, "Authorization", "Bearer " + key));
    } finally {
      shards.server(1).restart();
    }
    assertThat(made).allMatch(link -> TwoShards.shardOf(link) == 0);
    awaitReady();
    var listed = one.list(key, "?limit=200").getJsonArray("links");
    assertThat(listed).hasSize(2 * VISITS + 1);
    assertThat(listed.getJsonObject(2 * VISITS).getString("code"))
        .isEqualTo(before.getString("code"));
  }

  /** A request may have got as far as its claim: the next one makes the link, and makes it once. */
  @Test
  void shardStopped_requestWithAKeyThatFailed_repeatedLater_isOneLink() {
    var aliases = new ArrayList<String>();
    shards.server(1).stop();
    try {
      for (var i = 0; i < 4; i++) { // keys of either shard
        aliases.add(shards.alias(1));
        assertUnavailable(() -> create(one, aliases.getLast()));
      }
    } finally {
      shards.server(1).restart();
    }
    awaitReady();
    for (var alias : aliases) {
      var made = create(one, alias);
      var again = create(other, alias);
      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(again.statusCode()).isEqualTo(201);
      for (var field : List.of("createdAt", "manageToken")) {
        assertThat(new JsonObject(again.body()).getString(field))
            .isEqualTo(new JsonObject(made.body()).getString(field));
      }
      assertThat(other.get("/" + alias).statusCode()).isEqualTo(302);
    }
  }

  /** Which code such a key is to get is not known; the store is not even asked. */
  @Test
  void shardStopped_requestsWithKeysOfIts_areRefusedAtOnce_allOthersAreMade() {
    var refused = new ArrayList<String>();
    shards.server(1).stop();
    try {
      await().atMost(BACK_WITHIN).until(() -> one.metric("shortener_news_live", "") == 0);
      for (var i = 0; i < VISITS; i++) {
        var key = "of either shard " + i;
        var began = System.nanoTime();
        var answer = one.post(LINKS, json().encode(), "Idempotency-Key", key);
        if (answer.statusCode() == 503) {
          assertThat(answer.headers().firstValue("Retry-After")).isPresent();
          assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(REFUSED_WITHIN);
          refused.add(key);
        } else {
          assertThat(answer.statusCode()).isEqualTo(201);
        }
      }
    } finally {
      shards.server(1).restart();
    }
    assertThat(refused).hasSizeBetween(1, VISITS - 1);
    awaitReady();
    for (var key : refused) {
      assertThat(one.post(LINKS, json().encode(), "Idempotency-Key", key).statusCode())
          .isEqualTo(201);
    }
  }

  @Test
  void homeStopped_linksOfTheOtherRedirect_areMade_editedAndCounted() {
    var near = shards.shorten(one, 1);
    one.shorten(URL); // leases ids, which are the home's
    shards.server(0).stop();
    try {
      await().atMost(BACK_WITHIN).until(() -> down(one).equals(List.of("postgresql")));
      await().atMost(BACK_WITHIN).until(() -> one.metric("shortener_news_live", "") == 0);
      visit(near);
      assertThat(one.patch(near, new JsonObject().put("url", URL + "new")).statusCode())
          .isEqualTo(200);
      await().atMost(SEEN_WITHIN).until(() -> leadsTo(other, near, URL + "new"));
      var made = one.shorten(URL + "made");
      assertThat(TwoShards.shardOf(made)).isOne();
      assertThat(other.get("/" + made.getString("code")).statusCode()).isEqualTo(302);
      await().atMost(COUNTED_WITHIN).until(() -> one.stats(near, "").getLong("visits") > VISITS);
    } finally {
      shards.server(0).restart();
    }
    awaitReady();
    assertThat(one.get("/" + shards.alias(0)).statusCode()).isEqualTo(404);
  }

  /** More look-ups than there are calls, of codes that a silent shard would have. */
  @Test
  void shardStandsStill_manyLookupsOfItsCodes_theOtherIsWorkedOnAllTheSame() throws Exception {
    var near = shards.shorten(one, 0);
    var limited = one.shorten(json().put("alias", shards.alias(0)).put("maxVisits", 1));
    var path = "/" + limited.getString("code");
    var waiting = new ArrayList<Future<Integer>>();
    shards.server(1).pause();
    try (var visitors = Executors.newVirtualThreadPerTaskExecutor()) {
      await().atMost(BACK_WITHIN).until(() -> one.metric("shortener_news_live", "") == 0);
      for (var i = 0; i < LOOKUPS; i++) {
        var code = shards.alias(1);
        waiting.add(visitors.submit(() -> one.get("/" + code).statusCode()));
      }
      await().atMost(BACK_WITHIN).until(() -> waiting.stream().anyMatch(Future::isDone));
      for (var i = 0; i < VISITS; i++) {
        shards.shorten(one, 0);
      }
      assertThat(one.patch(near, new JsonObject().put("title", "edited")).statusCode())
          .isEqualTo(200);
      assertThat(one.get(path).statusCode()).isEqualTo(302);
      assertThat(one.get(path).statusCode()).isEqualTo(410);
      for (var each : waiting) {
        assertThat(each.get()).isEqualTo(503);
      }
    } finally {
      shards.server(1).resume();
    }
    awaitReady();
    assertThat(one.get("/" + shards.alias(1)).statusCode()).isEqualTo(404);
  }

  /** A node that was away from one shard's news reads what it missed there. */
  @Test
  void shardStoppedAndBack_changesAreHeardOfAgain() {
    shards.server(1).stop();
    shards.server(1).restart();
    awaitReady();

    for (var shard = 0; shard < 2; shard++) {
      var link = shards.shorten(one, shard);
      var path = "/" + link.getString("code");
      assertThat(other.get(path).statusCode()).isEqualTo(302);
      one.deleteLink(link);
      await().atMost(SEEN_WITHIN).until(() -> other.get(path).statusCode() == 410);
    }
  }

  private static void visit(JsonObject link) {
    for (var i = 0; i < VISITS; i++) {
      var node = i % 2 == 0 ? one : other;
      assertThat(node.get("/" + link.getString("code")).statusCode()).isEqualTo(302);
    }
  }

  private static void awaitVisits(JsonObject link) {
    await().atMost(COUNTED_WITHIN).until(() -> one.stats(link, "").getLong("visits") >= VISITS);
  }

  private static HttpResponse<String> create(TestNode node, String alias) {
    return node.post(LINKS, json().put("alias", alias).encode(), "Idempotency-Key", "for " + alias);
  }

  private static void assertUnavailable(Supplier<HttpResponse<String>> request) {
    var began = System.nanoTime();
    var answer = request.get();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ANSWER_MAX);
  }

  private static boolean leadsTo(TestNode node, JsonObject link, String url) {
    var location = node.get("/" + link.getString("code")).headers().firstValue("Location");
    return location.filter(url::equals).isPresent();
  }

  private static void awaitReady() {
    for (var node : List.of(one, other)) {
      await().atMost(BACK_WITHIN).until(() -> down(node).isEmpty());
      await().atMost(BACK_WITHIN).until(() -> node.metric("shortener_news_live", "") == 1);
    }
  }

  private static List<String> down(TestNode node) {
    var readiness = new JsonObject(node.get("/health/ready").body());
    return readiness.containsKey("down")
        ? readiness.getJsonArray("down").stream().map(Object::toString).toList()
        : List.of();
  }

  private static JsonObject json() {
    return new JsonObject().put("url", URL);
  }
}
