package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.ids;
import static dev.whiteboard.chat.http.TestChat.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.http.TestChat.Answer;
import dev.whiteboard.chat.http.TestChat.Person;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where chats are that are made on two databases, and how they are listed. */
final class ChatsOnShardsIT extends OnChats {
  private static final int PEOPLE = 20;
  private static final int PAGE = 7;

  private TestChat node;
  private TestChat other;

  @Override
  boolean onShards() {
    return true;
  }

  @BeforeAll
  void start(TestStack stack) throws Exception {
    node = startNode(stack);
    other = startNode(stack);
  }

  @Test
  void chats_madeTwiceAtOnce_areOneEach_onBothDatabases_andListedInOrderWithNames()
      throws Exception {
    var ada = node.join("Ada");
    var people = IntStream.range(0, PEOPLE).mapToObj(i -> node.join("person" + i)).toList();

    var names = new HashMap<String, String>();
    for (var person : people) {
      names.put(directFromBothSides(ada, person), person.name());
      names.put(groupTwice(ada, person), person.name());
    }

    assertThat(names).hasSize(2 * PEOPLE);
    assertWhereTheyAre();
    var listed = pages(ada);
    assertThat(listed.stream().map(chat -> chat.getString("chatId")))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .hasSize(2 * PEOPLE);
    assertThat(listed)
        .allSatisfy(chat -> assertThat(others(chat)).containsExactly(nameIn(names, chat)));
  }

  private static String nameIn(Map<String, String> names, JsonObject chat) {
    return Optional.ofNullable(names.get(chat.getString("chatId"))).orElse("nobody");
  }

  /** Each is on the shard of its id, beside the row that it was claimed by. */
  private void assertWhereTheyAre() {
    for (var table : List.of("direct_chats", "chat_requests")) {
      assertThat(counts("SELECT count(*) FROM " + table + " JOIN chats ON chats.id = chat_id"))
          .as(table)
          .isEqualTo(counts("SELECT count(*) FROM " + table))
          .doesNotContain(0)
          .satisfies(
              counts -> assertThat(counts.stream().mapToInt(i -> i).sum()).isEqualTo(PEOPLE));
    }
    for (var shard = 0; shard < 2; shard++) {
      var number = shard;
      assertThat(chats(shard)).allMatch(chat -> node.databases.number(chat) == number);
    }
  }

  private List<Integer> counts(String question) {
    return node.databases.askAll(database ->
        database.query(handle -> handle.createQuery(question).mapTo(Integer.class).one()));
  }

  private List<UUID> chats(int shard) {
    return node.databases
        .all()
        .get(shard)
        .query(handle -> handle.createQuery("SELECT id FROM chats").mapTo(UUID.class).list());
  }

  private String directFromBothSides(Person one, Person two) throws Exception {
    return same(() -> create(node, one, direct(two)), () -> create(other, two, direct(one)));
  }

  private static JsonObject direct(Person with) {
    return new JsonObject().put("kind", "direct").put("members", ids(with));
  }

  private String groupTwice(Person by, Person with) throws Exception {
    var group = new JsonObject().put("kind", "group").put("members", ids(with));
    return same(
        () -> create(node, by, group, "Idempotency-Key", with.id()),
        () -> create(other, by, group, "Idempotency-Key", with.id()));
  }

  private static Answer create(TestChat on, Person by, JsonObject chat, String... headers) {
    return on.send("POST", "/api/v1/chats", by.token(), chat, headers);
  }

  /** Both at once, of which one makes the chat and the other finds it. */
  private static String same(Callable<Answer> one, Callable<Answer> two) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(List.of(one, two)).stream().map(Future::resultNow).toList();
      assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 201);
      var made = answers.stream().map(answer -> answer.json().getString("chatId")).toList();
      assertThat(made.getFirst()).isEqualTo(made.getLast());
      return made.getFirst();
    }
  }

  private List<JsonObject> pages(Person of) {
    var listed = new ArrayList<JsonObject>();
    for (var next = Optional.of(""); next.isPresent(); ) {
      var path = "/api/v1/chats?limit=" + PAGE + next.get();
      var page = node.get(path, of.token()).expect(200).json();
      listed.addAll(objects(page.getJsonArray("chats")));
      next = Optional.ofNullable(page.getString("next")).map(cursor -> "&cursor=" + cursor);
    }
    return listed;
  }

  private static List<String> others(JsonObject chat) {
    return objects(chat.getJsonArray("others")).stream()
        .map(user -> user.getString("name"))
        .toList();
  }
}
