package dev.whiteboard.chat.log;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@NeedsStack(Server.POSTGRES)
final class PostgresLogIT extends MessageLogContract {
  private static final CommittedMessages COMMITTED = new CommittedMessages();
  private static final List<PostgresLog> LOGS = new ArrayList<>();

  private static Database database;

  @BeforeAll
  static void open(TestStack stack) {
    database = LogDatabase.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", "");
    database.migrate("db/chat");
    start();
    start();
  }

  private static PostgresLog start() {
    var log = new PostgresLog(database, database, InstantSource.system(), COMMITTED);
    LOGS.add(log);
    return log;
  }

  @AfterAll
  static void close() {
    LOGS.forEach(PostgresLog::close);
    database.close();
  }

  @Override
  MessageLog first() {
    return LOGS.get(0);
  }

  @Override
  MessageLog second() {
    return LOGS.get(1);
  }

  @Override
  MessageLog another() {
    return start();
  }

  @Override
  CommittedMessages committed() {
    return COMMITTED;
  }

  @Override
  ChatRows rows() {
    return new ChatRows(database);
  }
}
