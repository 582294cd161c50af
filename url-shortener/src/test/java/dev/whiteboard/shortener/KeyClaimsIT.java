package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.shortener.link.PostgresLinks;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a claim is good for: generated codes, a node that dies behind it, and its age. */
@NeedsStack({Server.REDIS, Server.KAFKA})
@Timeout(120)
final class KeyClaimsIT {
  private static final String LINKS = "/api/v1/links";

  private static final JsonObject LINK = new JsonObject().put("url", "https://example.com/");
  private static final JsonObject OTHER = new JsonObject().put("url", "https://example.com/other");

  /** Keys and claims are kept for a day; this one is about to be forgotten. */
  private static final Duration OLD = Duration.ofHours(23).plusMinutes(55);

  /** Until all that is {@link #OLD} is forgotten. */
  private static final Duration LATER = Duration.ofMinutes(10);

  private static final int AT_ONCE = 200;

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

  /**
   * Its claim is all that a node left: the next one draws another code, but makes the link of it.
   */
  @Test
  void create_diedBehindTheClaim_isMadeUnderTheClaimedCode_fromAnyShardToAny() {
    var ways = new HashSet<List<Integer>>();
    for (var i = 0; ways.size() < 4; i++) {
      var key = "died-" + i;
      var first = made(create(one, key, LINK));
      unmake(first, key);

      var again = made(create(other, key, LINK));

      assertThat(again.getString("code")).isEqualTo(first.getString("code"));
      assertThat(again.getString("manageToken")).isEqualTo(first.getString("manageToken"));
      assertThat(one.get("/" + again.getString("code")).statusCode()).isEqualTo(302);
      ways.add(List.of(claim(key).shard, TwoShards.shardOf(first)));
    }
  }

  /**
   * The code went to a link that is not the key's: the claim is given up, and there is a new one.
   */
  @Test
  void create_codeOfTheClaimIsTaken_isMadeUnderAnother_onceAndForAll() {
    for (var i = 0; i < 8; i++) {
      var key = "taken-" + i;
      var first = made(create(one, key, LINK));
      forgetKey(first, key);

      var second = made(create(other, key, LINK));

      assertThat(second.getString("code")).isNotEqualTo(first.getString("code"));
      assertThat(claim(key).code).isEqualTo(second.getString("code"));
      assertThat(made(create(one, key, LINK)).getString("code"))
          .isEqualTo(second.getString("code"));
    }
  }

  /** Or it would be forgotten before the key, and a third try would make a second link. */
  @Test
  void create_anOldClaimIsTakenUp_isYoungAgain_soTheNextTryIsTheSameLink() {
    for (var i = 0; i < 8; i++) {
      var key = "young-again-" + i;
      var first = made(create(one, key, LINK));
      unmake(first, key);
      age(key);

      var second = made(create(one, key, LINK)); // the answer is lost
      assertThat(claim(key).createdAt).isAfter(Instant.now().minus(LATER));
      forgetOldKeys(Instant.now().plus(LATER));

      assertThat(second.getString("code")).isEqualTo(first.getString("code"));
      assertThat(made(create(other, key, LINK)).getString("code"))
          .isEqualTo(first.getString("code"));
    }
  }

  /** Whoever insists on another body may have the key after a day. */
  @Test
  void create_anotherBody_leavesTheClaimAsOldAsItIs() {
    var key = "insists";
    made(create(one, key, LINK));
    age(key);

    assertThat(create(other, key, OTHER).statusCode()).isEqualTo(422);

    assertThat(claim(key).createdAt).isBefore(Instant.now().minus(OLD).plusSeconds(60));
  }

  @Test
  void create_manyAtOnce_haveFewerCommitsThanClaims_eachOnTheShardOfItsKey() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<HttpResponse<String>>>();
      for (var i = 0; i < AT_ONCE; i++) {
        var key = "at-once-" + i / 2; // each of them twice
        answers.add(threads.submit(() -> create(one, key, LINK)));
      }
      for (var i = 0; i < AT_ONCE; i += 2) {
        assertThat(made(answers.get(i).get())).isEqualTo(made(answers.get(i + 1).get()));
      }
    }
    var claims = ask("SELECT count(*) FROM idempotency_claims");
    assertThat(claims).isGreaterThanOrEqualTo(AT_ONCE / 2);
    assertThat(ask("SELECT count(DISTINCT xmin::text) FROM idempotency_claims")).isLessThan(claims);
    assertThat(ask(ofShards("SELECT count(*) FROM idempotency_claims WHERE"))).isEqualTo(claims);
  }

  /** As in the recipe that splits a shard. */
  private static String ofShards(String select) {
    return select
        + """
         EXISTS (
          SELECT FROM generate_series(0, 15) AS bucket, shard_place
          WHERE bucket % shards = number
            AND satisfies_hash_partition(
              'links'::regclass, 16, bucket, encode(key_hash, 'hex') || scope))
        """;
  }

  private static HttpResponse<String> create(TestNode node, String key, JsonObject link) {
    return node.post(LINKS, link.encode(), "Idempotency-Key", key);
  }

  private static JsonObject made(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(201);
    return new JsonObject(answer.body());
  }

  /** As if its node had died once the claim was made. */
  private static void unmake(JsonObject link, String key) {
    forgetKey(link, key);
    shards.<Integer>ask(
        TwoShards.shardOf(link),
        handle -> handle.execute("DELETE FROM links WHERE code = ?", link.getString("code")));
  }

  private static void forgetKey(JsonObject link, String key) {
    int forgotten =
        shards.ask(
            TwoShards.shardOf(link),
            handle -> handle.execute("DELETE FROM idempotency_keys WHERE key_hash = ?", hash(key)));
    assertThat(forgotten).isOne();
  }

  private static void age(String key) {
    var createdAt = Timestamp.from(Instant.now().minus(OLD));
    shards.<Integer>ask(
        claim(key).shard,
        handle ->
            handle.execute(
                "UPDATE idempotency_claims SET created_at = ? WHERE key_hash = ?",
                createdAt,
                hash(key)));
  }

  private static void forgetOldKeys(Instant now) {
    for (var shard = 0; shard < 2; shard++) {
      var url = DatabaseUrl.parse(shards.server(shard).url());
      try (var database = Database.open(url, "shortener", 1)) {
        new PostgresLinks(database).forgetOldKeys(now);
      }
    }
  }

  private record Claim(int shard, String code, Instant createdAt) {}

  private static Claim claim(String key) {
    return claim(0, key).or(() -> claim(1, key)).orElseThrow();
  }

  private static Optional<Claim> claim(int shard, String key) {
    return shards.ask(
        shard,
        handle ->
            handle
                .createQuery(
                    "SELECT code, created_at FROM idempotency_claims WHERE key_hash = :key")
                .bind("key", hash(key))
                .map((row, _) ->
                    new Claim(
                        shard, row.getString("code"), row.getTimestamp("created_at").toInstant()))
                .findOne());
  }

  private static byte[] hash(String key) {
    return TokenHash.of(key).bytes();
  }

  /** The sum over both shards. */
  private static long ask(String count) {
    return shards.ask(0, handle -> ask(handle, count))
        + shards.ask(1, handle -> ask(handle, count));
  }

  private static long ask(Handle handle, String count) {
    return handle.createQuery(count).mapTo(Long.class).one();
  }
}
