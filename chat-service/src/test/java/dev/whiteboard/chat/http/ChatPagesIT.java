package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.ids;
import static dev.whiteboard.chat.http.TestChat.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.http.TestChat.Person;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user's chats and what was said in them, page by page, over HTTP. */
@NeedsStack(Server.POSTGRES)
final class ChatPagesIT {
  private static final String NOBODY = "01943a5e-0000-7000-8000-000000000000";

  private static TestChat node;
  private static Person ada;
  private static Person bob;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node = TestChat.start(stack.databaseUrl(), InstantSource.system());
    ada = node.join("Ada");
    bob = node.join("Bob");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void list_showsWhereOneStands() {
    var gus = node.join("Gus");
    var direct = node.chat(gus, new JsonObject().put("kind", "direct").put("members", ids(bob)));
    var group = node.group(gus, ada, bob);
    node.say(bob, group, "one");
    node.say(gus, group, "my own");
    node.say(bob, group, "x".repeat(300));

    var seen = chats(gus);

    assertThat(seen).extracting(chat -> chat.getString("chatId")).containsExactly(group, direct);
    var first = seen.getFirst();
    assertThat(first.getInteger("unread")).isEqualTo(2);
    assertThat(first.getLong("lastSeq")).isEqualTo(3);
    assertThat(first.getLong("read")).isZero();
    assertThat(first.getString("role")).isEqualTo("admin");
    assertThat(names(first.getJsonArray("others"))).containsExactly("Ada", "Bob");
    assertThat(first.getJsonObject("last").getString("from")).isEqualTo(bob.id());
    assertThat(first.getJsonObject("last").getString("preview")).isEqualTo("x".repeat(200));
    var second = seen.getLast();
    assertThat(second.getString("title")).isNull();
    assertThat(names(second.getJsonArray("others"))).containsExactly("Bob");
    assertThat(second.getJsonObject("last")).isNull();
  }

  @Test
  void list_pageByPage_hasEachOnce() {
    var hal = node.join("Hal");
    var made = new ArrayList<String>();
    for (var i = 0; i < 5; i++) {
      made.addFirst(node.group(hal));
    }

    var first = node.get("/api/v1/chats?limit=2", hal.token()).json();
    var second =
        node.get("/api/v1/chats?limit=2&cursor=" + first.getString("next"), hal.token()).json();
    var third =
        node.get("/api/v1/chats?limit=2&cursor=" + second.getString("next"), hal.token()).json();

    var seen =
        Stream.of(first, second, third)
            .flatMap(page -> objects(page.getJsonArray("chats")).stream())
            .map(chat -> chat.getString("chatId"));
    assertThat(seen).containsExactlyElementsOf(made);
    assertThat(third.getString("next")).isNull();
    assertThat(node.get("/api/v1/chats?cursor=x", hal.token()).status()).isEqualTo(400);
    assertThat(node.get("/api/v1/chats?limit=201", hal.token()).status()).isEqualTo(400);
  }

  @Test
  void history_ranges_areInTheOrderOfTheChat() {
    var chat = node.group(ada, bob);
    for (var i = 1; i <= 9; i++) {
      node.say(ada, chat, "m" + i);
    }

    assertThat(seqs(node.history(bob, chat, "?limit=3"))).containsExactly(7L, 8L, 9L);
    assertThat(seqs(node.history(bob, chat, "?limit=3&before=5"))).containsExactly(2L, 3L, 4L);
    assertThat(seqs(node.history(bob, chat, "?limit=3&after=5"))).containsExactly(6L, 7L, 8L);
    assertThat(seqs(node.history(bob, chat, "?after=5&before=8"))).containsExactly(6L, 7L);
    assertThat(seqs(node.history(bob, chat, "?after=9"))).isEmpty();
    var last = node.history(bob, chat, "?after=8").getFirst();
    assertThat(last.fieldNames())
        .containsExactlyInAnyOrder("chat", "seq", "mid", "from", "device", "at", "kind", "body");
    assertThat(last.getString("from")).isEqualTo(ada.id());
    assertThat(last.getString("device")).isEqualTo(ada.deviceId());
    assertThat(last.getString("at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  void history_whoMayNot_is404_andBadParameters400() {
    var chat = node.group(ada);
    var path = "/api/v1/chats/" + chat + "/messages";

    assertThat(node.get(path, bob.token()).status()).isEqualTo(404);
    assertThat(node.get("/api/v1/chats/" + NOBODY + "/messages", bob.token()).status())
        .isEqualTo(404);
    assertThat(node.get(path, null).status()).isEqualTo(401);
    for (var query : List.of("?before=-1", "?after=x", "?limit=0", "?limit=201")) {
      assertThat(node.get(path + query, ada.token()).status()).isEqualTo(400);
    }
  }

  private static List<JsonObject> chats(Person of) {
    return objects(node.get("/api/v1/chats", of.token()).expect(200).json().getJsonArray("chats"));
  }

  private static List<String> names(JsonArray users) {
    return objects(users).stream().map(user -> user.getString("name")).toList();
  }

  private static List<Long> seqs(List<JsonObject> messages) {
    return messages.stream().map(message -> message.getLong("seq")).toList();
  }
}
