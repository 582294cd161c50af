package dev.whiteboard.chat;

import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.junit.TestStack;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests on a chat that is there for all of a class: with one database, or again on two shards. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ChatOnDatabases {
  private final Closers closers = new Closers();
  RunningChat chat;
  Shards<Database> databases;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  /** What else it is told: name, value, name, value. */
  List<String> settings() {
    return List.of();
  }

  @BeforeAll
  final void startChat(TestStack stack) throws Exception {
    var settings =
        Stream.concat(settings().stream(), Stream.of(stack.databaseSettings(onShards())));
    chat = closers.add(RunningChat.start(stack, settings.toArray(String[]::new)));
    databases =
        Shards.inOrder(stack.databaseUrls(onShards()))
            .map(url -> closers.add(Database.open(DatabaseUrl.parse(url), "chat", 2)));
  }

  @AfterAll
  final void stopChat() {
    closers.close();
  }

  /** The one that has a chat. */
  final Database database(String chat) {
    return databases.of(UUID.fromString(chat));
  }
}
