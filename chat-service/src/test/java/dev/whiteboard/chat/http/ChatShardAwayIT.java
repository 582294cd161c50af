package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whiteboard.chat.http.TestChat.Person;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two databases goes: its chats are away, and those of the other are as they were. */
@NeedsStack(Server.POSTGRES)
final class ChatShardAwayIT {
  @Test
  void chats_ofTheDatabaseThatIsThere_goOn_andOfTheOtherAre503(
      TestStack stack, @TempDir Path folder) throws Exception {
    try (var second = EmbeddedPostgres.start(folder);
        var node =
            TestChat.start(
                stack.databaseUrl(), InstantSource.system(), "DATABASE_SHARD_URLS", second.url())) {
      var ada = node.join("Ada");
      var bob = node.join("Bob");
      var there = groupOn(0, node, ada);
      var away = groupOn(1, node, ada);

      second.stop();

      node.get(path(away), ada.token()).expect(503);
      add(node, ada, away, bob).expect(503);
      add(node, ada, there, bob).expect(200);
      assertThat(node.say(bob, there, "hello")).isEqualTo(2);
      assertThat(node.history(bob, there, "")).hasSize(2);
      node.get(path(there), bob.token()).expect(200);
      node.get("/api/v1/chats", ada.token()).expect(503);
      assertThat(asked(node, ada)).isInstanceOf(StoreAwayException.class);
    }
  }

  private static String groupOn(int shard, TestChat node, Person by) {
    return Stream.generate(() -> node.group(by))
        .filter(chat -> node.databases.number(ChatId.parse(chat).orElseThrow().value()) == shard)
        .findFirst()
        .orElseThrow();
  }

  private static TestChat.Answer add(TestChat node, Person by, String chat, Person user) {
    return node.post(
        path(chat) + "/members", by.token(), new JsonObject().put("members", ids(user)));
  }

  /** As a connection does with its hello. */
  private static Throwable asked(TestChat node, Person of) {
    return catchThrowable(
        () -> new UserChats(node.databases).of(UserId.parse(of.id()).orElseThrow()));
  }

  private static String path(String chat) {
    return "/api/v1/chats/" + chat;
  }
}
