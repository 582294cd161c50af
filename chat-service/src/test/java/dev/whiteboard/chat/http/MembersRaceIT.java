package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.http.TestChat.Person;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.room.PostgresMemberships;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Members come and go on two nodes while others talk: the chat's log alone tells who was a member
 * when, and the rows say the same.
 */
class MembersRaceIT extends OnChats {
  private static final int THREADS = 6;
  private static final int STEPS = 25;

  private List<TestChat> nodes;

  @BeforeAll
  void start(TestStack stack) throws Exception {
    nodes = List.of(startNode(stack), startNode(stack));
  }

  @Test
  void members_comingAndGoingAtOnce_areWhatTheLogTells() throws Exception {
    var seed = System.nanoTime();
    var node = nodes.getFirst();
    var admin = node.join("admin");
    var others = IntStream.range(0, 5).mapToObj(i -> node.join("other" + i)).toList();
    var chat = node.group(admin);

    together(
        IntStream.range(0, THREADS)
            .<Callable<Void>>mapToObj(i -> () -> walk(new Random(seed + i), admin, others, chat))
            .toList());

    var told = replayed(admin, node.history(admin, chat, "?after=0&limit=200"));
    var kept = new PostgresMemberships(node.databases);
    for (var other : others) {
      var membership = kept.find(chatId(chat), userId(other));
      assertThat(membership.map(MembersRaceIT::place))
          .as("%s, seed %d", other.name(), seed)
          .isEqualTo(Optional.ofNullable(told.get(other.id())));
    }
    var seen = node.get("/api/v1/chats/" + chat, admin.token()).expect(200).json();
    assertThat(seen.getInteger("memberCount"))
        .as("seed %d", seed)
        .isEqualTo(seen.getJsonArray("members").size())
        .isEqualTo(kept.current(chatId(chat)).size());
  }

  private Void walk(Random random, Person admin, List<Person> others, String chat) {
    for (var i = 0; i < STEPS; i++) {
      var on = nodes.get(random.nextInt(nodes.size()));
      var other = others.get(random.nextInt(others.size()));
      var path = "/api/v1/chats/" + chat + "/members";
      switch (random.nextInt(4)) {
        case 0 -> on.post(path, admin.token(), new JsonObject().put("members", ids(other)));
        case 1 -> on.delete(path + "/" + other.id(), admin.token());
        case 2 -> on.delete(path + "/" + other.id(), other.token());
        default -> on.say(other, chat, "hello");
      }
    }
    return null;
  }

  /** Who joined and left where, last; and that nobody spoke who was no member. */
  private static Map<String, String> replayed(Person admin, List<JsonObject> log) {
    var places = new HashMap<>(Map.of(admin.id(), "joined 0"));
    for (var message : log) {
      var seq = message.getLong("seq");
      switch (message.getString("kind")) {
        case "added" ->
            users(message).forEach(user -> places.put(user, "joined %d".formatted(seq - 1)));
        case "removed" ->
            users(message).forEach(user -> places.merge(user, " left " + seq, String::concat));
        default ->
            assertThat(places.get(message.getString("from")))
                .as("who says %d", seq)
                .isNotNull()
                .doesNotContain("left");
      }
    }
    assertThat(log.stream().map(message -> message.getLong("seq")))
        .isEqualTo(IntStream.rangeClosed(1, log.size()).mapToObj(Long::valueOf).toList());
    return places;
  }

  private static List<String> users(JsonObject message) {
    return new JsonArray(message.getString("body")).stream().map(Object::toString).toList();
  }

  private static String place(Membership membership) {
    var joined = "joined " + membership.joinedSeq();
    return membership.isCurrent() ? joined : joined + " left " + membership.leftSeq();
  }

  private static ChatId chatId(String text) {
    return ChatId.parse(text).orElseThrow();
  }

  private static UserId userId(Person person) {
    return UserId.parse(person.id()).orElseThrow();
  }

  private static <T> void together(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(calls).forEach(Future::resultNow);
    }
  }
}
