package dev.whiteboard.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People look for what was said, on two nodes. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
class SearchIT extends ChatOnDatabases {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String ADMIN_KEY = "0123456789abcdef";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger NAMES = new AtomicInteger();

  @Override
  List<String> settings() {
    return List.of("CHAT_ADMIN_KEY", ADMIN_KEY);
  }

  private Person first() throws Exception {
    return Person.of(chat.first(), "seeker" + NAMES.incrementAndGet());
  }

  private Person second() throws Exception {
    return Person.of(chat.second(), "seeker" + NAMES.incrementAndGet());
  }

  @Test
  void words_areFoundByMembersAlone_onEachNode() throws Exception {
    try (var ada = first().connect();
        var bob = second();
        var eve = second()) {
      var room = ada.chat("direct", bob);
      ada.say(room, "The lighthouse, at noon");

      assertThat(until(ada, "lighthouse", 1)).containsExactly("1 The [lighthouse], at noon");
      assertThat(find(bob, "noon")).containsExactly("1 The lighthouse, at [noon]");
      assertThat(find(bob, "noon", "&chat=" + room)).hasSize(1);
      assertThat(find(eve, "lighthouse")).isEmpty();
      assertThat(eve.request("GET", path("noon", "&chat=" + room))).isEqualTo(404);
      assertThat(eve.request("GET", path("noon", "&chat=" + UUID.randomUUID()))).isEqualTo(404);
      var hit = ada.get(path("noon", "")).getJsonArray("hits").getJsonObject(0);
      assertThat(hit.getString("chat")).isEqualTo(room);
      assertThat(hit.getString("from")).isEqualTo(ada.id());
      assertThat(hit.getString("at"))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }
  }

  @Test
  void member_findsFromWhereHeJoined_toWhereHeLeft() throws Exception {
    try (var ada = first().connect();
        var bob = second()) {
      var room = ada.chat("group");
      ada.say(room, "harvest before");
      ada.hear(1);
      add(ada, room, bob);
      ada.say(room, "harvest between");
      ada.hear(2);
      assertThat(ada.request("DELETE", members(room) + "/" + bob.id())).isLessThan(300);
      ada.say(room, "harvest after");

      until(ada, "harvest", 3);
      assertThat(find(bob, "harvest")).isEmpty();
      assertThat(find(bob, "harvest", "&chat=" + room)).containsExactly("3 [harvest] between");
      assertThat(find(bob, "harvest -between", "&chat=" + room)).isEmpty();

      add(ada, room, bob);
      assertThat(find(bob, "harvest", "&chat=" + room)).isEmpty();
      ada.say(room, "harvest again");
      assertThat(until(bob, "harvest", 1)).containsExactly("7 [harvest] again");
    }
  }

  @Test
  void edit_isFoundByItsNewWords_andADeletedMessageByNone() throws Exception {
    try (var ada = first().connect()) {
      var room = ada.chat("group");
      ada.say(room, "first zeppelin");
      ada.say(room, "second zeppelin");
      until(ada, "zeppelin", 2);
      ada.edit(room, 1, "first balloon");
      ada.delete(room, 2);
      ada.say(room, "a last balloon");

      assertThat(until(ada, "balloon", 2))
          .containsExactly("5 a last [balloon]", "1 first [balloon]");
      assertThat(find(ada, "zeppelin")).isEmpty();
      await().atMost(WITHIN).untilAsserted(() -> assertThat(rowsWith(room, "zeppelin")).isZero());
    }
  }

  @Test
  void encryptedChat_isNotInTheIndex() throws Exception {
    try (var ada = first().connect();
        var bob = second()) {
      var sealed =
          ada.post(
                  "/api/v1/chats",
                  new JsonObject()
                      .put("kind", "direct")
                      .put("encrypted", true)
                      .put("members", new JsonArray().add(bob.id())))
              .getString("chatId");
      var words = Base64.getEncoder().encodeToString("submarine".getBytes(UTF_8));
      ada.send(
          new JsonObject()
              .put("t", "send")
              .put("mid", ChatRows.mid().toString())
              .put("chat", sealed)
              .put("kind", "text")
              .put("ciphertext", words));
      assertThat(ada.next("sent").getLong("seq")).isEqualTo(1);
      ada.delete(sealed, 1);
      ada.next("sent");
      var open = ada.chat("group");
      ada.say(open, "submarine");

      until(ada, "submarine", 1);
      assertThat(find(ada, "submarine", "&chat=" + sealed)).isEmpty();
      assertThat(rows(sealed)).isZero();
    }
  }

  @Test
  void chineseJapaneseKorean_areFoundByTheirWords() throws Exception {
    try (var ada = first().connect()) {
      var room = ada.chat("group");
      ada.say(room, "明天在北京开会，别迟到");
      ada.say(room, "😀 東京都でラーメンを食べた cafe\u0301");
      ada.say(room, "서울에서 만나요");
      until(ada, "만나", 1);

      assertThat(find(ada, "北京")).containsExactly("1 明天在[北京]开会，别迟到");
      assertThat(find(ada, "开会 -上海")).hasSize(1);
      assertThat(find(ada, "京")).hasSize(2);
      assertThat(find(ada, "ﾗｰﾒﾝ")).containsExactly("2 😀 東京都で[ラーメン]を食べた cafe\u0301");
      assertThat(find(ada, "café")).containsExactly("2 😀 東京都でラーメンを食べた [cafe\u0301]");
      assertThat(find(ada, "\"東京都でラーメン\"")).hasSize(1);
      assertThat(find(ada, "\"ラーメン東京\"")).isEmpty();
      assertThat(find(ada, "서울")).containsExactly("3 [서울]에서 만나요");
      assertThat(find(ada, "서울 or 北京")).hasSize(2);
      assertThat(find(ada, "大阪 or 釜山")).isEmpty();
    }
  }

  @Test
  void pages_haveEachHitOnce_whileMoreIsSaid() throws Exception {
    try (var ada = first().connect()) {
      var rooms = List.of(ada.chat("group"), ada.chat("group"));
      for (var i = 0; i < 23; i++) {
        ada.say(rooms.get(i % 2), "parade " + i);
        ada.next("sent");
      }
      until(ada, "parade", 23);

      var seen = new ArrayList<String>();
      var next = "";
      do {
        var page = ada.get(path("parade", "&limit=5" + next));
        objects(page).forEach(hit -> seen.add(hit.getJsonObject("excerpt").getString("text")));
        ada.say(rooms.get(0), "parade, later");
        ada.next("sent");
        next = page.getString("next") == null ? "" : "&before=" + page.getString("next");
      } while (!next.isEmpty());

      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 23).mapToObj(i -> "parade " + i).toList());
    }
  }

  @Test
  void longMessage_isShownAroundWhatWasLookedFor() throws Exception {
    try (var ada = first().connect()) {
      var room = ada.chat("group");
      ada.say(room, "é👍 ".repeat(400) + "kingfisher" + " é👍".repeat(400));
      until(ada, "kingfisher", 1);

      var excerpt =
          ada.get(path("kingfisher", ""))
              .getJsonArray("hits")
              .getJsonObject(0)
              .getJsonObject("excerpt");
      var highlight = excerpt.getJsonArray("highlights").getJsonObject(0);

      assertThat(excerpt.getString("text").length()).isBetween(200, 240);
      assertThat(excerpt.getInteger("offset") + highlight.getInteger("start")).isEqualTo(1600);
      assertThat(marked(excerpt)).contains("é👍 [kingfisher] é👍");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?q=",
        "?q=%20",
        "?q=a",
        "?q=-word",
        "?q=%22%22",
        "?q=%00",
        "?q=%ED%A0%80",
        "?q=***",
        "?q=%26%7C%21%28%29",
        "?q=word%20or%20-x",
        "?q=word&limit=0",
        "?q=word&limit=51",
        "?q=word&limit=x",
        "?q=word&chat=x",
        "?q=word&before=x",
        "?limit=5",
        "?q=word&before=___________________________________________"
      })
  void badParameters_are400_namedByTheirFields(String query) throws Exception {
    var answer = answer("/api/v1/search" + query, first().token());

    assertThat(answer.statusCode()).isEqualTo(400);
    var errors = new JsonObject(answer.body()).getJsonArray("errors");
    assertThat(errors).hasSize(1);
    var field = errors.getJsonObject(0).getString("field");
    assertThat(query).contains(field.equals("q") ? "" : "&" + field + "=");
  }

  @Test
  void hostileQueries_areAnsweredOrRefused_andNever500() throws Exception {
    try (var ada = first().connect()) {
      var room = ada.chat("group");
      ada.say(room, "word");
      until(ada, "word", 1);
      var hostile =
          List.of(
              "word".repeat(50),
              "a".repeat(5_000),
              "word' & 'x",
              "word\\",
              "\\'word",
              "'word':*B",
              "word <-> word",
              "word <99999> x",
              "!!!!!!word",
              "(((((word",
              "\"".repeat(200),
              "- ".repeat(100),
              "or ".repeat(60),
              "\u0000word",
              "word\ufffe\uffff",
              "\u202eword",
              "wo\u0301\u0301\u0301\u0301rd",
              "ｗｏｒｄ".repeat(50),
              "東".repeat(200),
              "👩‍👩‍👧‍👦".repeat(18),
              "%s%n%d",
              "word or ".repeat(24) + "word",
              "-word ".repeat(30) + "x2");
      for (var query : hostile) {
        assertThat(ada.request("GET", path(query, ""))).as(query).isIn(200, 400, 414);
      }
      assertThat(ada.request("GET", "/api/v1/search?q=%C3%28word")).isEqualTo(200);
      assertThat(find(ada, "word")).containsExactly("1 [word]");
    }
  }

  @Test
  void withoutAToken_is401() throws Exception {
    assertThat(answer("/api/v1/search?q=word", "").statusCode()).isEqualTo(401);
  }

  @Test
  void userWithMoreChatsThanAreSearched_isToldSo() throws Exception {
    try (var ada = first()) {
      makeChats(ada, 1_000);

      assertThat(ada.get(path("word", "")).getBoolean("complete")).isFalse();
    }
    try (var bob = first()) {
      assertThat(bob.get(path("word", "")).getBoolean("complete")).isTrue();
    }
  }

  /** As rows, each on its shard. */
  private void makeChats(Person of, int count) {
    var ids = IntStream.range(0, count).mapToObj(_ -> UUID.randomUUID()).toList();
    databases.share(
        ids,
        databases::number,
        (database, share) -> {
          database.query(handle ->
              handle
                  .createUpdate(
                      """
                      WITH made AS (
                        INSERT INTO chats
                        SELECT id, 1, false, null, CAST(:user AS uuid), now(), 0, 0, 1
                        FROM unnest(CAST(:ids AS uuid[])) AS id
                        RETURNING id
                      ), joined AS (
                        INSERT INTO members (chat_id, user_id, role, joined_seq)
                        SELECT id, CAST(:user AS uuid), 0, 0 FROM made
                      )
                      INSERT INTO inbox SELECT CAST(:user AS uuid), id FROM made
                      """)
                  .bind("user", of.id())
                  .bindArray("ids", UUID.class, share)
                  .execute());
          return share;
        });
  }

  @Test
  void rebuild_byAnOperator_makesAnEmptiedIndexWhole() throws Exception {
    try (var ada = first().connect()) {
      var room = ada.chat("group");
      ada.say(room, "phoenix");
      until(ada, "phoenix", 1);
      assertThat(rebuild("POST", ada.token()).statusCode()).isEqualTo(403);
      assertThat(rebuild("POST", "").statusCode()).isEqualTo(401);
      databases.forAll(
          database -> database.query(handle -> handle.execute("TRUNCATE message_words")));
      assertThat(find(ada, "phoenix")).isEmpty();

      assertThat(rebuild("POST", ADMIN_KEY).statusCode()).isEqualTo(202);

      assertThat(until(ada, "phoenix", 1)).containsExactly("1 [phoenix]");
      await().atMost(WITHIN).until(() -> !progress().getBoolean("running"));
      assertThat(progress().getBoolean("failed")).isFalse();
      assertThat(progress().getLong("texts")).isPositive();
    }
  }

  private JsonObject progress() throws Exception {
    return new JsonObject(rebuild("GET", ADMIN_KEY).body());
  }

  private HttpResponse<String> rebuild(String method, String key) throws Exception {
    return answer(method, "/api/v1/admin/search/rebuild", key);
  }

  /** Of a node's turns one user has two; they are slow here, as somebody keeps the table. */
  @Test
  void manySearchesOfOneUserAtOnce_areRefused_andTakeNobodyElsesTurn() throws Exception {
    try (var ada = first().connect();
        var bob = first()) {
      var room = ada.chat("group");
      var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
      try (var blocker = database(room).connect("blocker");
          var statement = blocker.createStatement()) {
        blocker.setAutoCommit(false);
        statement.execute("LOCK TABLE message_words IN ACCESS EXCLUSIVE MODE");
        for (var i = 0; i < 12; i++) {
          answers.add(HTTP.sendAsync(search(ada), BodyHandlers.ofString()));
        }
        for (var answer : answers) {
          assertThat(answer.get().statusCode()).isIn(429, 503);
        }
        blocker.rollback();
      }

      var all = answers.stream().map(CompletableFuture::join);
      assertThat(all.filter(answer -> answer.statusCode() == 429))
          .isNotEmpty()
          .allMatch(answer -> answer.headers().firstValue("Retry-After").isPresent());
      assertThat(find(bob, "word")).isEmpty();
      assertThat(find(ada, "word")).isEmpty();
    }
  }

  private HttpRequest search(Person by) {
    return HttpRequest.newBuilder(chat.first().resolve(path("word", "")))
        .header("Authorization", "Bearer " + by.token())
        .build();
  }

  @Test
  void metrics_tellOfSearches_andOfTheLag() throws Exception {
    try (var ada = first()) {
      find(ada, "word");
    }

    assertThat(answer("/metrics", "").body())
        .contains("chat_search_seconds_count")
        .contains("chat_search_index_lag");
  }

  // asking

  /** Looks until so much is found. */
  private List<String> until(Person by, String query, int count) {
    return await().atMost(WITHIN).until(() -> find(by, query), found -> found.size() == count);
  }

  private List<String> find(Person by, String query) throws Exception {
    return find(by, query, "");
  }

  /** Of each hit its number and what is shown, with brackets around highlights. */
  private List<String> find(Person by, String query, String more) throws Exception {
    return objects(by.get(path(query, more + "&limit=50"))).stream()
        .map(hit -> hit.getLong("seq") + " " + marked(hit.getJsonObject("excerpt")))
        .toList();
  }

  private static String marked(JsonObject excerpt) {
    var text = new StringBuilder(excerpt.getString("text"));
    var highlights = excerpt.getJsonArray("highlights");
    for (var i = highlights.size() - 1; i >= 0; i--) {
      var highlight = highlights.getJsonObject(i);
      text.insert(highlight.getInteger("end"), "]").insert(highlight.getInteger("start"), "[");
    }
    return text.toString();
  }

  private static List<JsonObject> objects(JsonObject page) {
    return page.getJsonArray("hits").stream().map(JsonObject.class::cast).toList();
  }

  private static String path(String query, String more) {
    return "/api/v1/search?q=" + encoded(query) + more;
  }

  private static String encoded(String query) {
    return URLEncoder.encode(query, UTF_8);
  }

  private HttpResponse<String> answer(String path, String token) throws Exception {
    return answer("GET", path, token);
  }

  private HttpResponse<String> answer(String method, String path, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(chat.first().resolve(path)).method(method, BodyPublishers.noBody());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static void add(Person by, String room, Person who) throws Exception {
    by.post(members(room), new JsonObject().put("members", new JsonArray().add(who.id())));
  }

  private static String members(String room) {
    return "/api/v1/chats/" + room + "/members";
  }

  private long rows(String room) {
    return database(room)
        .query(handle ->
            handle
                .createQuery("SELECT count(*) FROM message_words WHERE chat_id = CAST(:c AS uuid)")
                .bind("c", room)
                .mapTo(Long.class)
                .one());
  }

  private long rowsWith(String room, String word) {
    return database(room)
        .query(handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) FROM message_words
                    WHERE chat_id = CAST(:c AS uuid) AND words @@ CAST(:w AS tsquery)
                    """)
                .bind("c", room)
                .bind("w", word)
                .mapTo(Long.class)
                .one());
  }
}
