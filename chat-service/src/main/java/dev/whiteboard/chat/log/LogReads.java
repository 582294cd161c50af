package dev.whiteboard.chat.log;

import static java.util.stream.Collectors.toMap;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.kit.store.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads what the log has kept, whichever way it came there. */
final class LogReads {
  private static final String READ = LogStatements.sql("read");
  private static final String READ_FROM_END = LogStatements.sql("read-from-end");

  private final Database database;

  /** In this database. */
  LogReads(Database database) {
    this.database = database;
  }

  /** As {@link MessageLog#read}. */
  List<Message> read(ChatId chat, SeqRange range) {
    var messages =
        database.query(handle ->
            handle
                .createQuery(range.fromEnd() ? READ_FROM_END : READ)
                .bind("chat", chat.value())
                .bind("after", range.after())
                .bind("before", range.before())
                .bind("limit", range.limit())
                .map((row, _) -> MessageRows.read(row))
                .list());
    return range.fromEnd() ? messages.reversed() : messages;
  }

  /** As {@link MessageLog#heads}. */
  Map<ChatId, Long> heads(Collection<ChatId> chats) {
    return database.query(handle -> new LogStatements(handle).peek(chats)).entrySet().stream()
        .collect(toMap(Map.Entry::getKey, head -> head.getValue().lastSeq()));
  }
}
