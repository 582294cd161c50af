package dev.whiteboard.chat.log;

import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.junit.TestStack;
import java.util.List;

/** The log's databases of a test class, with all tables. */
public final class LogShards implements AutoCloseable {
  private final Closers closers = new Closers();
  private final Shards<Database> databases;

  private LogShards(List<String> urls) {
    this.databases = Shards.inOrder(urls).map(url -> closers.add(open(url)));
    databases.all().forEach(database -> database.migrate("db/chat"));
  }

  /**
   * Opens the class's own, or two.
   *
   * @param onShards whether chats are spread over a second one too
   */
  public static LogShards open(TestStack stack, boolean onShards) {
    return at(stack.databaseUrls(onShards));
  }

  /** Opens these, each a shard. */
  public static LogShards at(List<String> urls) {
    return new LogShards(urls);
  }

  private static Database open(String url) {
    return LogDatabase.open(DatabaseUrl.parse(url), "chat", "");
  }

  /** All of them. */
  public Shards<Database> databases() {
    return databases;
  }

  @Override
  public void close() {
    closers.close();
  }
}
