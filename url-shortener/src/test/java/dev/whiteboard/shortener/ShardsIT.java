package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.shard.Buckets;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on two shards: what is where, what comes from both, what is made once. */
@NeedsStack({Server.REDIS, Server.KAFKA})
final class ShardsIT {
  private static final String LINKS = "/api/v1/links";
  private static final String KEY = "Idempotency-Key";

  /** A group of consumers waits some seconds for its members first. */
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);

  private static final Comparator<JsonObject> NEWEST_FIRST =
      Comparator.<JsonObject, Instant>comparing(link -> Instant.parse(link.getString("createdAt")))
          .thenComparing(link -> link.getString("code"))
          .reversed();

  private static TwoShards shards;
  private static TestNode one;
  private static TestNode other;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    shards = TwoShards.start(folder);
    one = TestNode.start(shards.settings(stack));
    other = TestNode.start(shards.settings(stack));
  }

  @AfterAll
  static void stop() {
    other.close();
    one.close();
    shards.close();
  }

  /** One by one and in bulk, with codes of their own and with aliases, from both nodes. */
  @Test
  void create_anyLink_isInThePartitionOfItsBucket_onTheShardOfItsBucket_andRedirects() {
    var key = one.newKey("rows");
    var made = new HashSet<String>();
    for (var i = 0; i < 20; i++) {
      made.add(one.shorten("https://example.com/" + i).getString("code"));
      made.add(other.shortenAs(key, json(i)).getString("code"));
      made.add(shards.shorten(one, i % 2).getString("code"));
    }
    made.addAll(bulk(other, key, 300));

    var kept = new HashSet<String>();
    for (var shard = 0; shard < 2; shard++) {
      var rows = rows(shard);
      assertThat(rows).hasSizeGreaterThan(100);
      for (var row : rows.entrySet()) {
        var bucket = Buckets.of(row.getKey());
        assertThat(row.getValue()).endsWith("links_" + bucket);
        assertThat(bucket % 2).isEqualTo(shard);
      }
      kept.addAll(rows.keySet());
    }
    assertThat(kept).containsAll(made);
    assertThat(made).hasSize(360).allMatch(ShardsIT::redirectsOnBoth);
  }

  @Test
  void list_pages_areNewestFirst_outOfBothShards_withoutDoubleOrGap() {
    var key = one.newKey("pages");
    var made = new HashSet<>(bulk(one, key, 150));
    for (var i = 0; i < 30; i++) {
      made.add(other.shortenAs(key, json(i)).getString("code"));
    }

    var listed = new ArrayList<JsonObject>();
    String next = null;
    do {
      var page = (listed.size() % 2 == 0 ? one : other).list(key, "?limit=7" + behind(next));
      page.getJsonArray("links").forEach(link -> listed.add((JsonObject) link));
      next = page.getString("next");
      one.shortenAs(key, json(listed.size())); // nothing that comes meanwhile moves anything
    } while (next != null);

    assertThat(listed).extracting(link -> link.getString("code")).doesNotHaveDuplicates();
    assertThat(codes(listed)).isEqualTo(made);
    assertThat(listed).isSortedAccordingTo(NEWEST_FIRST);
    assertThat(listed).extracting(TwoShards::shardOf).contains(0, 1);
  }

  @Test
  void list_aPage_tellsVisitsOfLinksOnBothShards() {
    var key = one.newKey("visits");
    for (var shard = 0; shard < 2; shard++) {
      var link = one.shortenAs(key, json(shard).put("alias", shards.alias(shard)));
      other.get("/" + link.getString("code"));
    }

    await()
        .atMost(COUNTED_WITHIN)
        .until(() ->
            other.list(key, "").getJsonArray("links").stream()
                .allMatch(link -> ((JsonObject) link).getLong("visits") == 1));
  }

  /** The answer was lost and the request is sent again, on whichever node, at the same moment. */
  @Test
  void create_sameKeyOnBothNodesAtOnce_isOneLink() throws Exception {
    var before = rows(0).size() + rows(1).size();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var key = 0; key < 20; key++) {
        var name = "at-once-" + key;
        var made = new ArrayList<Future<String>>();
        for (var i = 0; i < 10; i++) {
          var node = i % 2 == 0 ? one : other;
          Callable<String> request = () -> node.post(LINKS, json(0).encode(), KEY, name).body();
          made.add(threads.submit(request));
        }
        var answers = new HashSet<String>();
        for (var each : made) {
          var link = new JsonObject(each.get());
          answers.add(link.getString("code") + link.getString("manageToken"));
        }
        assertThat(answers).hasSize(1);
      }
    }
    assertThat(rows(0).size() + rows(1).size()).isEqualTo(before + 20);
  }

  @Test
  void create_sameKeyAnotherBody_is422_whicheverShardItAsksFor() {
    for (var shard = 0; shard < 2; shard++) {
      var name = "another-body-" + shard;
      var first = json(1).put("alias", shards.alias(shard));
      assertThat(one.post(LINKS, first.encode(), KEY, name).statusCode()).isEqualTo(201);

      for (var second : List.of(json(2), json(1).put("alias", shards.alias(1 - shard)))) {
        assertThat(other.post(LINKS, second.encode(), KEY, name).statusCode()).isEqualTo(422);
      }
      assertThat(other.post(LINKS, first.encode(), KEY, name).statusCode()).isEqualTo(201);
    }
  }

  /** Nothing was made: the key may be used for something else. */
  @Test
  void create_aliasThatIsTaken_leavesItsKeyFree() {
    for (var shard = 0; shard < 2; shard++) {
      var taken = json(1).put("alias", shards.shorten(one, shard).getString("code"));
      for (var i = 0; i < 4; i++) { // keys of either shard
        var name = "free-again-" + shard + i;
        assertThat(one.post(LINKS, taken.encode(), KEY, name).statusCode()).isEqualTo(409);
        assertThat(other.post(LINKS, json(2).encode(), KEY, name).statusCode()).isEqualTo(201);
      }
    }
  }

  @Test
  void start_onShardsInOtherPlaces_isRefused(TestStack stack) {
    var home = shards.server(0).url();
    var second = shards.server(1).url();
    var wrong =
        List.of(
            TwoShards.settings(stack, second, home),
            TwoShards.settings(stack, home, ""),
            TwoShards.settings(stack, second, ""),
            TwoShards.settings(stack, home, home),
            TwoShards.settings(stack, home, second + "," + second));

    for (var settings : wrong) {
      assertThatThrownBy(() -> TestNode.start(settings))
          .isInstanceOf(BadSettingException.class)
          .hasMessageContaining("DATABASE_SHARD_URLS");
    }
    assertThat(one.get("/health/ready").statusCode()).isEqualTo(200);
  }

  private static boolean redirectsOnBoth(String code) {
    return one.get("/" + code).statusCode() == 302 && other.get("/" + code).statusCode() == 302;
  }

  /** Codes on a shard, and the table that each is in. */
  private static Map<String, String> rows(int shard) {
    return shards.ask(
        shard,
        handle -> {
          var rows = new TreeMap<String, String>();
          handle
              .createQuery("SELECT code, tableoid::regclass::text AS partition FROM links")
              .map((row, _) -> Map.entry(row.getString("code"), row.getString("partition")))
              .forEach(row -> rows.put(row.getKey(), row.getValue()));
          return rows;
        });
  }

  private static Set<String> bulk(TestNode node, String key, int links) {
    var lines = IntStream.range(0, links).mapToObj(i -> json(i).encode()).toList();
    var codes = new HashSet<String>();
    node.bulk(key, String.join("\n", lines))
        .body()
        .lines()
        .forEach(line -> codes.add(new JsonObject(line).getString("code")));
    assertThat(codes).hasSize(links).doesNotContainNull();
    return codes;
  }

  private static Set<String> codes(List<JsonObject> links) {
    var codes = new HashSet<String>();
    links.forEach(link -> codes.add(link.getString("code")));
    return codes;
  }

  private static String behind(@Nullable String cursor) {
    return cursor == null ? "" : "&cursor=" + cursor;
  }

  private static JsonObject json(int number) {
    return new JsonObject().put("url", "https://example.com/" + number);
  }
}
