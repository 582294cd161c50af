package dev.whiteboard.chat.presence;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may see whom where chats are on two databases. */
@NeedsStack(Server.POSTGRES)
final class AcquaintancesOnShardsIT {
  private static Shards<Database> databases;

  @BeforeAll
  static void open(TestStack stack) {
    databases =
        Shards.inOrder(stack.databaseUrls(true))
            .map(url -> Database.open(DatabaseUrl.parse(url), "chat", 2));
    databases.all().forEach(database -> database.migrate("db/chat"));
  }

  @AfterAll
  static void close() {
    databases.all().forEach(Database::close);
  }

  @Test
  void visible_whoSharesAChat_onWhicheverDatabase() {
    var ada = sender();
    var home = sender();
    var away = sender();
    var stranger = sender();
    chatOn(0, ada, home);
    chatOn(1, ada, away);
    chatOn(0, away, stranger);
    chatOn(1, home, stranger);

    var seen =
        new Acquaintances(databases)
            .visibleTo(ada.user(), List.of(home.user(), away.user(), stranger.user()));

    assertThat(seen).containsExactlyInAnyOrder(home.user(), away.user());
  }

  /** A chat on this shard, listed for its members. */
  private static void chatOn(int shard, Sender... members) {
    var rows = new ChatRows(databases);
    var chat = Stream.generate(() -> rows.chat(members)).filter(c -> isOn(shard, c)).findFirst();
    for (var member : members) {
      databases
          .all()
          .get(shard)
          .query(handle ->
              handle.execute(
                  "INSERT INTO inbox VALUES (?, ?)",
                  member.user().value(),
                  chat.orElseThrow().value()));
    }
  }

  private static boolean isOn(int shard, ChatId chat) {
    return databases.number(chat.value()) == shard;
  }
}
