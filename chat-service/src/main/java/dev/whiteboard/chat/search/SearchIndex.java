package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Columns;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.kit.run.HalfTime;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The words of messages in PostgreSQL. Blocks.
 *
 * <p>Writing twice what was written changes nothing, nor does writing what is older: each row knows
 * the sequence number of what gave it its words.
 */
public final class SearchIndex {
  /** Texts that are read at a time when all is made anew. */
  private static final int TEXTS_MAX = 500;

  /**
   * Characters of the texts that one statement writes, or a single text that is longer: some
   * milliseconds, for which a message may have to wait.
   */
  private static final int STATEMENT_CHARS_MAX = 4 * 1024;

  /** In front of all messages. */
  private static final IndexEntry START = new IndexEntry(new ChatId(new UUID(0, 0)), 0, 0, "");

  private static final String WRITE = sql("write-words");
  private static final String READ_TEXTS = sql("read-texts");

  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);

  private final Database database;

  /** In this database. */
  public SearchIndex(Database database) {
    this.database = database;
  }

  static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/search/" + name + ".sql");
  }

  /**
   * Takes in what these messages say. After each statement it rests for as long as that took, so
   * that it never has more than half of the database: who sends is waiting, who will search is not.
   *
   * @throws StoreAwayException where that can't be done now; some of them may be written
   */
  public void take(Collection<OutboxRecord> messages) {
    for (var part : parts(IndexBatch.of(messages))) {
      HalfTime.run(() -> writeEach(part));
    }
  }

  /**
   * Takes in all texts that there are, one after the other: where the index was lost, or Kafka did
   * not keep what it missed. What is written meanwhile is never set back.
   *
   * @param goOn is told how many it were so far, and says whether to go on
   * @return whether these were all
   * @throws StoreAwayException where that can't be gone on with; to begin anew does no harm
   */
  boolean rebuild(LongPredicate goOn) {
    var count = 0L;
    var texts = textsBehind(START);
    while (!texts.isEmpty()) {
      for (var part : parts(texts)) {
        writeEach(part);
        count += part.size();
        if (!goOn.test(count)) {
          return false;
        }
      }
      texts = textsBehind(texts.getLast());
    }
    return true;
  }

  private List<IndexEntry> textsBehind(IndexEntry last) {
    return database.query(handle ->
        handle
            .createQuery(READ_TEXTS)
            .bind("chat", last.chat().value())
            .bind("seq", last.seq())
            .bind("limit", TEXTS_MAX)
            .map((row, _) -> entry(row))
            .list());
  }

  private static IndexEntry entry(ResultSet row) throws SQLException {
    return new IndexEntry(
        new ChatId(row.getObject("chat_id", UUID.class)),
        row.getLong("seq"),
        row.getLong("version"),
        row.getString("body"));
  }

  /** Cut so that each can be written in one statement, in their order; none is empty. */
  private static List<List<IndexEntry>> parts(List<IndexEntry> entries) {
    var parts = new ArrayList<List<IndexEntry>>();
    var chars = 0;
    for (var entry : entries) {
      chars += entry.body().length();
      if (parts.isEmpty() || chars > STATEMENT_CHARS_MAX) {
        parts.add(new ArrayList<>());
        chars = entry.body().length();
      }
      parts.getLast().add(entry);
    }
    return parts;
  }

  /** A message that PostgreSQL does not take must not keep those behind it out for ever. */
  private void writeEach(List<IndexEntry> entries) {
    try {
      write(entries);
    } catch (StoreAwayException e) {
      throw e;
    } catch (RuntimeException e) {
      if (entries.size() > 1) {
        entries.forEach(entry -> writeEach(List.of(entry)));
      } else {
        log.atError()
            .addKeyValue("chat", entries.getFirst().chat())
            .addKeyValue("seq", entries.getFirst().seq())
            .setCause(e)
            .log("a message can't be found by its words");
      }
    }
  }

  private void write(List<IndexEntry> entries) {
    database.query(handle ->
        new Columns<>(handle, handle.createUpdate(WRITE), entries)
            .with("chats", "uuid", entry -> entry.chat().value())
            .with("seqs", "int8", IndexEntry::seq)
            .with("versions", "int8", IndexEntry::version)
            .with("words", "text", IndexEntry::words)
            .bound()
            .execute());
  }
}
