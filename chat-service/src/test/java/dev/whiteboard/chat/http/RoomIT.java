package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.ids;
import static dev.whiteboard.chat.http.TestChat.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.http.TestChat.Answer;
import dev.whiteboard.chat.http.TestChat.Person;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chats and their members, over HTTP, on two nodes. */
class RoomIT extends OnChats {
  private static final String NOBODY = "01943a5e-0000-7000-8000-000000000000";

  private TestChat node;
  private TestChat other;
  private Person ada;
  private Person bob;
  private Person cy;

  @BeforeAll
  void start(TestStack stack) throws Exception {
    node = startNode(stack);
    other = startNode(stack);
    ada = node.join("Ada");
    bob = node.join("Bob");
    cy = node.join("Cy");
  }

  @Test
  void direct_madeAgainFromTheOtherSide_isTheSame() {
    var dan = node.join("Dan");

    var made = create(node, ada, direct(dan)).expect(201);
    var again = create(other, dan, direct(ada)).expect(200);

    assertThat(again.json()).isEqualTo(made.json());
    var chat = made.json().getString("chatId");
    assertThat(made.header("Location")).isEqualTo("/api/v1/chats/" + chat);
    assertThat(said(node.history(dan, chat, ""))).isEmpty();
  }

  @Test
  void direct_madeFiftyTimesAtOnceFromBothSidesOnTwoNodes_isOne() throws Exception {
    var eve = node.join("Eve");
    var fay = node.join("Fay");
    Callable<Answer> fromEve = () -> create(node, eve, direct(fay));
    Callable<Answer> fromFay = () -> create(other, fay, direct(eve));

    var answers =
        together(IntStream.range(0, 50).mapToObj(i -> i % 2 == 0 ? fromEve : fromFay).toList());

    assertThat(answers.stream().map(answer -> answer.json().getString("chatId")).distinct())
        .hasSize(1);
    assertThat(answers.stream().map(Answer::status).sorted().toList())
        .startsWith(200)
        .endsWith(201)
        .containsOnlyOnce(201);
    assertThat(chats(eve)).hasSize(1);
    assertThat(node.history(fay, answers.getFirst().json().getString("chatId"), "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"kind\":\"direct\",\"members\":[]}',422,members",
    "'{\"kind\":\"direct\",\"members\":[\"ADA\"]}',422,members",
    "'{\"kind\":\"direct\",\"members\":[\"BOB\",\"CY\"]}',422,members",
    "'{\"kind\":\"direct\",\"members\":[\"NOBODY\"]}',422,members",
    "'{\"kind\":\"group\",\"members\":[\"BOB\",\"NOBODY\"]}',422,members",
    "'{\"kind\":\"direct\",\"members\":[\"BOB\"],\"title\":\"x\"}',400,title",
    "'{\"kind\":\"room\",\"members\":[\"BOB\"]}',400,kind",
    "'{\"members\":[\"BOB\"]}',400,kind",
    "'{\"kind\":\"group\",\"members\":[\"bob\"]}',400,members",
    "'{\"kind\":\"group\",\"members\":\"BOB\"}',400,members",
    "'{\"kind\":\"group\",\"title\":\"a\\nb\"}',400,title",
    "'{\"kind\":\"group\",\"encrypted\":1}',400,encrypted",
    "'{\"kind\":\"group\",\"color\":1}',400,color",
  })
  void create_whatCanNotBe_namesTheField(String body, int status, String field) {
    var json =
        body.replace("ADA", ada.id())
            .replace("BOB", bob.id())
            .replace("CY", cy.id())
            .replace("NOBODY", NOBODY);

    var refused = create(node, ada, new JsonObject(json));

    assertThat(refused.status()).isEqualTo(status);
    assertThat(objects(refused.json().getJsonArray("errors")))
        .extracting(error -> error.getString("field"))
        .containsExactly(field);
  }

  @Test
  void create_unknownUsers_areNamed() {
    var refused = create(node, ada, group(new JsonArray().add(bob.id()).add(NOBODY)));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("detail"))
        .isEqualTo(NOBODY + " is nobody");
  }

  @Test
  void group_new_tellsWhoIsInItAndItsTitle() {
    var chat =
        node.chat(
            ada, group(ids(bob, ada, bob)).put("title", " Tea  time ").put("encrypted", true));

    var seen = node.get("/api/v1/chats/" + chat, bob.token()).expect(200).json();

    assertThat(seen.getString("kind")).isEqualTo("group");
    assertThat(seen.getString("title")).isEqualTo("Tea  time");
    assertThat(seen.getBoolean("encrypted")).isTrue();
    assertThat(seen.getInteger("memberCount")).isEqualTo(2);
    assertThat(seen.getLong("lastSeq")).isZero();
    assertThat(members(seen)).containsExactly("Ada admin", "Bob member");
    assertThat(said(node.history(bob, chat, ""))).isEmpty();
    assertThat(told(node, chat)).isEmpty();
  }

  @Test
  void group_of500_isMade_andOneMoreIs422() {
    var users = insertUsers(500);
    var most = new JsonArray(users.subList(0, 499));
    var tooMany = new JsonArray(users);

    var refused = create(node, ada, group(tooMany));
    var chat = node.chat(ada, group(most));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().getString("title")).isEqualTo("Too many members");
    var seen = node.get("/api/v1/chats/" + chat, ada.token()).json();
    assertThat(seen.getInteger("memberCount")).isEqualTo(500);
    assertThat(seen.getJsonArray("members")).hasSize(500);
    assertThat(add(node, ada, chat, bob).status()).isEqualTo(422);
  }

  @Test
  void group_sameKeyTwice_isOneGroup_andAnotherBodyIsRefused() {
    var body = group(ids(bob));

    var made = create(node, ada, body, "k1").expect(201).json();

    assertThat(create(other, ada, body, "k1").expect(200).json()).isEqualTo(made);
    assertThat(create(node, ada, group(ids(cy)), "k1").status()).isEqualTo(422);
    assertThat(create(node, bob, body, "k1").expect(201).json()).isNotEqualTo(made);
    assertThat(create(node, ada, body, "k2").expect(201).json()).isNotEqualTo(made);
    assertThat(create(node, ada, body, "k".repeat(256)).status()).isEqualTo(400);
  }

  @Test
  void group_sameKeyAtOnce_isOneGroup() throws Exception {
    Callable<Answer> make = () -> create(node, ada, group(ids(cy)), "at-once");
    Callable<Answer> makeThere = () -> create(other, ada, group(ids(cy)), "at-once");

    var answers =
        together(IntStream.range(0, 16).mapToObj(i -> i % 2 == 0 ? make : makeThere).toList());

    assertThat(answers.stream().map(answer -> answer.json().getString("chatId")).distinct())
        .hasSize(1);
  }

  @Test
  void group_keyOfADayAgo_makesAnother() {
    var made = create(node, ada, group(ids(bob)), "old").json();
    node.databases.forAll(database ->
        database.query(handle ->
            handle.execute(
                "UPDATE chat_requests SET created_at = created_at - interval '25 hours'")));
    node.chats.forgetOldKeys();

    assertThat(create(node, ada, group(ids(bob)), "old").expect(201).json()).isNotEqualTo(made);
  }

  @Test
  void add_byAnAdmin_whoIsAddedSeesHisJoiningAndWhatFollows() {
    var chat = node.group(ada, bob);
    node.say(ada, chat, "before");

    var added = add(node, ada, chat, bob, cy).expect(200).json();

    assertThat(added.getJsonArray("added")).isEqualTo(ids(cy));
    assertThat(node.say(cy, chat, "hello")).isEqualTo(3);
    assertThat(said(node.history(cy, chat, "")))
        .containsExactly("2 added [\"%s\"]".formatted(cy.id()), "3 text hello");
    assertThat(said(node.history(cy, chat, "?after=0&before=2"))).isEmpty();
    assertThat(said(node.history(bob, chat, ""))).hasSize(3);
    assertThat(told(node, chat)).containsExactly("1 TEXT", "2 ADDED", "3 TEXT");
  }

  @Test
  void add_onlyWhoIsThere_saysNothing() {
    var chat = node.group(ada, bob);

    assertThat(add(node, ada, chat, bob).expect(200).json().getJsonArray("added")).isEmpty();
    assertThat(node.history(ada, chat, "")).isEmpty();
  }

  @Test
  void add_whoMayNot_isRefused() {
    var chat = node.group(ada, bob);
    var direct = create(node, ada, direct(bob)).json().getString("chatId");

    assertThat(add(node, bob, chat, cy).status()).isEqualTo(403);
    assertThat(add(node, cy, chat, cy).status()).isEqualTo(404);
    assertThat(add(node, ada, direct, cy).status()).isEqualTo(422);
    assertThat(add(node, ada, NOBODY, cy).status()).isEqualTo(404);
    assertThat(add(node, ada, "x", cy).status()).isEqualTo(404);
    var unknown = new JsonObject().put("members", new JsonArray().add(NOBODY));
    assertThat(node.post(members(chat), ada.token(), unknown).status()).isEqualTo(422);
    assertThat(node.post(members(chat), ada.token(), new JsonObject()).status()).isEqualTo(400);
  }

  @Test
  void add_manyAtOnceOnTwoNodes_endsAt500Exactly() throws Exception {
    var chat = node.group(ada);
    var users = insertUsers(520);
    List<Callable<Answer>> calls =
        IntStream.range(0, 52)
            .<Callable<Answer>>mapToObj(i ->
                () -> {
                  var ten = new JsonArray(users.subList(10 * i, 10 * i + 10));
                  var on = i % 2 == 0 ? node : other;
                  return on.post(members(chat), ada.token(), new JsonObject().put("members", ten));
                })
            .toList();

    var statuses = together(calls).stream().map(Answer::status).toList();

    // Ada and 49 tens are 491: one ten more would be past 500.
    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(49);
    assertThat(statuses.stream().filter(status -> status == 422)).hasSize(3);
    var seen = node.get("/api/v1/chats/" + chat, ada.token()).json();
    assertThat(seen.getInteger("memberCount")).isEqualTo(491);
    assertThat(seen.getJsonArray("members")).hasSize(491);
    assertThat(seen.getLong("lastSeq")).isEqualTo(49);
    assertThat(add(node, ada, chat, bob).expect(200).status()).isEqualTo(200);
  }

  @Test
  void remove_byAnAdmin_endsWhatHeSeesWithHisRemoval() {
    var chat = node.group(ada, bob, cy);
    node.say(bob, chat, "still here");

    assertThat(remove(ada, chat, bob).status()).isEqualTo(204);
    node.say(ada, chat, "he is gone");

    assertThat(node.say(bob, chat, "am I")).isEqualTo(-1);
    assertThat(said(node.history(bob, chat, "")))
        .containsExactly("1 text still here", "2 removed [\"%s\"]".formatted(bob.id()));
    assertThat(node.get("/api/v1/chats/" + chat, bob.token()).status()).isEqualTo(404);
    assertThat(chats(bob)).noneMatch(seen -> seen.getString("chatId").equals(chat));
    assertThat(node.get("/api/v1/chats/" + chat, ada.token()).json().getInteger("memberCount"))
        .isEqualTo(2);
    assertThat(remove(ada, chat, bob).status()).isEqualTo(404);
  }

  @Test
  void remove_andAddedAgain_seesFromThereOn() {
    var chat = node.group(ada, bob);
    remove(ada, chat, bob).expect(204);
    node.say(ada, chat, "between");
    add(node, ada, chat, bob).expect(200);

    assertThat(said(node.history(bob, chat, "")))
        .containsExactly("3 added [\"%s\"]".formatted(bob.id()));
    assertThat(chats(bob)).anyMatch(seen -> seen.getString("chatId").equals(chat));
  }

  @Test
  void remove_whoMayNot_isRefused() {
    var chat = node.group(ada, bob, cy);
    var direct = create(node, ada, direct(bob)).json().getString("chatId");

    assertThat(remove(bob, chat, cy).status()).isEqualTo(403);
    assertThat(remove(node.join("stranger"), chat, cy).status()).isEqualTo(404);
    assertThat(remove(ada, direct, bob).status()).isEqualTo(422);
    assertThat(remove(ada, direct, ada).status()).isEqualTo(422);
    assertThat(node.delete(members(chat) + "/x", ada.token()).status()).isEqualTo(404);
  }

  @Test
  void leave_lastAdmin_makesTheOldestMemberAdmin_untilNobodyIsLeft() {
    var chat = node.group(ada, cy);
    add(node, ada, chat, bob).expect(200);

    remove(ada, chat, ada).expect(204);
    assertThat(members(node.get("/api/v1/chats/" + chat, bob.token()).json()))
        .containsExactly("Cy admin", "Bob member");

    remove(cy, chat, cy).expect(204);
    remove(bob, chat, bob).expect(204);
    assertThat(node.get("/api/v1/chats/" + chat, bob.token()).status()).isEqualTo(404);
    assertThat(said(node.history(bob, chat, "")).getLast())
        .isEqualTo("4 removed [\"%s\"]".formatted(bob.id()));
  }

  @Test
  void leave_allAtOnce_leavesNobody() throws Exception {
    var people = Stream.of("l1", "l2", "l3", "l4", "l5", "l6").map(node::join).toList();
    var chat = node.group(people.getFirst(), people.toArray(new Person[0]));

    var answers =
        together(
            people.stream().<Callable<Answer>>map(one -> () -> remove(one, chat, one)).toList());

    assertThat(answers).allMatch(answer -> answer.status() == 204);
    assertThat(people)
        .allMatch(one -> node.get("/api/v1/chats/" + chat, one.token()).status() == 404);
  }

  @Test
  void retitle_byAnAdmin_isSaidInTheChat() {
    var chat = node.group(ada, bob);
    var path = "/api/v1/chats/" + chat;
    var title = new JsonObject().put("title", "Plans");

    assertThat(node.send("PATCH", path, bob.token(), title).status()).isEqualTo(403);
    assertThat(node.send("PATCH", path, cy.token(), title).status()).isEqualTo(404);
    assertThat(node.send("PATCH", path, ada.token(), new JsonObject()).status()).isEqualTo(400);
    node.send("PATCH", path, ada.token(), title).expect(204);
    assertThat(node.get(path, bob.token()).json().getString("title")).isEqualTo("Plans");

    node.send("PATCH", path, ada.token(), new JsonObject().putNull("title")).expect(204);
    assertThat(node.get(path, bob.token()).json().getString("title")).isNull();
    assertThat(said(node.history(bob, chat, ""))).containsExactly("1 titled Plans", "2 titled ");
  }

  private static Answer create(TestChat on, Person by, JsonObject chat) {
    return on.post("/api/v1/chats", by.token(), chat);
  }

  private static Answer create(TestChat on, Person by, JsonObject chat, String key) {
    return on.send("POST", "/api/v1/chats", by.token(), chat, "Idempotency-Key", key);
  }

  private static Answer add(TestChat on, Person by, String chat, Person... people) {
    return on.post(members(chat), by.token(), new JsonObject().put("members", ids(people)));
  }

  private Answer remove(Person by, String chat, Person member) {
    return node.delete(members(chat) + "/" + member.id(), by.token());
  }

  private static String members(String chat) {
    return "/api/v1/chats/" + chat + "/members";
  }

  private static JsonObject direct(Person with) {
    return new JsonObject().put("kind", "direct").put("members", ids(with));
  }

  private static JsonObject group(JsonArray members) {
    return new JsonObject().put("kind", "group").put("members", members);
  }

  private List<JsonObject> chats(Person of) {
    return objects(node.get("/api/v1/chats", of.token()).expect(200).json().getJsonArray("chats"));
  }

  private static List<String> members(JsonObject chat) {
    return objects(chat.getJsonArray("members")).stream()
        .map(member -> member.getString("name") + " " + member.getString("role"))
        .toList();
  }

  private static List<String> said(List<JsonObject> messages) {
    return messages.stream()
        .map(m -> "%d %s %s".formatted(m.getLong("seq"), m.getString("kind"), m.getString("body")))
        .toList();
  }

  /** What the node's listener was told of a chat. */
  private static List<String> told(TestChat on, String chat) {
    return on.committed.stream()
        .filter(message -> message.chat().toString().equals(chat))
        .map(message -> message.seq() + " " + message.kind())
        .toList();
  }

  /** Users who never sign in, without the cost of signing up. */
  private List<String> insertUsers(int count) {
    var users = IntStream.range(0, count).mapToObj(_ -> UUID.randomUUID().toString()).toList();
    node.database.query(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO accounts (id, name, name_key, password_hash, created_at)
                SELECT id, 'u' || id, 'u' || id, '', now() FROM unnest(:ids::uuid[]) AS u (id)
                """)
            .bindArray("ids", String.class, users)
            .execute());
    return users;
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }
}
