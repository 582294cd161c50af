package dev.whiteboard.chat.log;

import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@NeedsStack(Server.POSTGRES)
@TestInstance(Lifecycle.PER_CLASS)
class PostgresLogIT extends MessageLogContract {
  private final CommittedMessages committed = new CommittedMessages();
  private final List<MessageLog> logs = new ArrayList<>();
  private final Closers closers = new Closers();

  Shards<Database> databases;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void open(TestStack stack) {
    databases = closers.add(LogShards.open(stack, onShards())).databases();
    start();
    start();
  }

  private MessageLog start() {
    var log = new ShardedLog(databases.map(this::start));
    logs.add(log);
    return log;
  }

  private MessageLog start(Database database) {
    return closers.add(new PostgresLog(database, database, InstantSource.system(), committed));
  }

  @AfterAll
  final void close() {
    closers.close();
  }

  @Override
  MessageLog first() {
    return logs.get(0);
  }

  @Override
  MessageLog second() {
    return logs.get(1);
  }

  @Override
  MessageLog another() {
    return start();
  }

  @Override
  CommittedMessages committed() {
    return committed;
  }

  @Override
  ChatRows rows() {
    return new ChatRows(databases);
  }
}
