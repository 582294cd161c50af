package dev.whiteboard.chat.file;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jspecify.annotations.Nullable;

/** The rows of files, through one handle. */
final class FileRows {
  private static final String CREATE = sql("create");
  private static final String FIND = sql("find");
  private static final String IS_SHOWN = sql("is-shown");
  private static final String LOCK = sql("lock");
  private static final String PROGRESS = sql("progress");
  private static final String DELETE = sql("delete");
  private static final String DUE = sql("due");

  private static final String CLAIM =
      """
      UPDATE files
      SET writer = :writer, writer_until = clock_timestamp() + make_interval(secs => :seconds)
      WHERE chat_id = :chat AND id = :id
      """;

  private static final String RELEASE =
      """
      UPDATE files SET writer = NULL, writer_until = NULL
      WHERE chat_id = :chat AND id = :id AND writer = :writer
      """;

  private static final String SWITCH =
      """
      UPDATE files SET content = :content
      WHERE chat_id = :chat AND id = :id AND writer = :writer
      """;

  private static final String ANNOUNCE_REMOVAL =
      """
      INSERT INTO file_removals (content, due_at) VALUES (:content, :due)
      ON CONFLICT (content) DO NOTHING
      """;

  private static final String DUE_REMOVALS =
      """
      SELECT content FROM file_removals WHERE due_at <= :now
      ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED
      """;

  private static final String BYTES_OF = "SELECT bytes FROM file_usage WHERE user_id = ?";

  private final Handle handle;

  FileRows(Handle handle) {
    this.handle = handle;
  }

  /** A file by what its rows are found by. */
  record Key(ChatId chat, FileId id) {
    static Key of(StoredFile file) {
      return new Key(file.chat(), file.id());
    }
  }

  /**
   * An upload whose row is locked.
   *
   * @param hasWriter whether somebody writes, or did when he died
   * @param isBusy whether he is taken to be alive
   */
  record Locked(
      long received,
      long length,
      UUID content,
      Instant checkAt,
      boolean hasWriter,
      boolean isBusy) {}

  /**
   * How far an upload is.
   *
   * @param type null while it is not whole
   * @param checkAt when it is looked at again; null for when it was to be before
   * @param lease for how long its writer goes on; zero where he is done
   */
  record Progress(
      long received, @Nullable String type, @Nullable Instant checkAt, Duration lease) {}

  /** A file that is to be looked at. */
  record Due(Key key, boolean isWhole) {}

  static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/file/" + name + ".sql");
  }

  /** Begins one; tells whether its chat is encrypted, nothing where there is no room for it. */
  Optional<Boolean> create(NewUpload upload, NewRow row) {
    return handle
        .createQuery(CREATE)
        .bind("id", row.id().value())
        .bind("chat", upload.chat().value())
        .bind("owner", upload.owner().value())
        .bind("name", upload.name().text())
        .bind("metadata", upload.metadata())
        .bind("length", upload.length())
        .bind("content", row.content())
        .bind("type", upload.length() == 0 ? StoredFile.UNKNOWN_TYPE : null)
        .bind("checkAt", row.checkAt())
        .bind("charge", row.charge())
        .bind("quota", row.quota())
        .mapTo(Boolean.class)
        .findOne();
  }

  /** What a user's files here take, in bytes. */
  long bytesOf(UserId owner) {
    return handle.select(BYTES_OF, owner.value()).mapTo(Long.class).findOne().orElse(0L);
  }

  /**
   * What a new row has beside what its owner says.
   *
   * @param charge what it takes of the owner's quota
   * @param quota what his files on this shard may take, no less than the charge
   */
  record NewRow(FileId id, UUID content, Instant checkAt, long charge, long quota) {}

  Optional<StoredFile> find(FileId id) {
    return handle.createQuery(FIND).bind("id", id.value()).map((row, _) -> file(row)).findOne();
  }

  private static StoredFile file(ResultSet row) throws SQLException {
    var type = row.getString("type");
    return new StoredFile(
        new FileId(row.getObject("id", UUID.class)),
        new ChatId(row.getObject("chat_id", UUID.class)),
        new UserId(row.getObject("owner_id", UUID.class)),
        new FileName(row.getString("name")),
        row.getString("metadata"),
        row.getBoolean("encrypted"),
        row.getLong("length"),
        row.getLong("received"),
        row.getObject("content", UUID.class),
        type == null ? StoredFile.UNKNOWN_TYPE : type,
        row.getTimestamp("check_at").toInstant());
  }

  /**
   * Whether it is attached to a message.
   *
   * @param after to one behind this
   */
  boolean isShown(Key key, long after) {
    return handle
        .createQuery(IS_SHOWN)
        .bind("chat", key.chat.value())
        .bind("file", key.id.value())
        .bind("after", after)
        .mapTo(Boolean.class)
        .one();
  }

  Optional<Locked> lock(Key key) {
    return handle
        .createQuery(LOCK)
        .bind("chat", key.chat.value())
        .bind("id", key.id.value())
        .map((row, _) ->
            new Locked(
                row.getLong("received"),
                row.getLong("length"),
                row.getObject("content", UUID.class),
                row.getTimestamp("check_at").toInstant(),
                row.getBoolean("has_writer"),
                row.getBoolean("is_busy")))
        .findOne();
  }

  void claim(Key key, UUID writer, Duration lease) {
    handle
        .createUpdate(CLAIM)
        .bind("chat", key.chat.value())
        .bind("id", key.id.value())
        .bind("writer", writer)
        .bind("seconds", lease.toSeconds())
        .execute();
  }

  /** Whether the upload is still this writer's. */
  boolean progress(Key key, UUID writer, Progress progress) {
    return handle
            .createUpdate(PROGRESS)
            .bind("chat", key.chat.value())
            .bind("id", key.id.value())
            .bind("writer", writer)
            .bind("received", progress.received)
            .bind("type", progress.type)
            .bind("checkAt", progress.checkAt)
            .bind("leaseSeconds", progress.lease.toSeconds())
            .execute()
        > 0;
  }

  /** Says that a writer is done, with no more than was written down; nothing where he is not it. */
  void release(Key key, UUID writer) {
    handle
        .createUpdate(RELEASE)
        .bind("chat", key.chat.value())
        .bind("id", key.id.value())
        .bind("writer", writer)
        .execute();
  }

  /** Gives an upload another content; false where it is not this writer's any more. */
  boolean switchContent(Key key, UUID writer, UUID content) {
    return handle
            .createUpdate(SWITCH)
            .bind("chat", key.chat.value())
            .bind("id", key.id.value())
            .bind("writer", writer)
            .bind("content", content)
            .execute()
        > 0;
  }

  void delete(Key key, Instant now) {
    handle
        .createUpdate(DELETE)
        .bind("chat", key.chat.value())
        .bind("id", key.id.value())
        .bind("now", now)
        .bind("chargeMin", Uploads.CHARGE_BYTES_MIN)
        .execute();
  }

  List<Due> due(Instant now, int limit) {
    return handle
        .createQuery(DUE)
        .bind("now", now)
        .bind("limit", limit)
        .map((row, _) ->
            new Due(
                new Key(
                    new ChatId(row.getObject("chat_id", UUID.class)),
                    new FileId(row.getObject("id", UUID.class))),
                row.getBoolean("is_whole")))
        .list();
  }

  void checkAgain(Key key, Instant at) {
    handle.execute(
        "UPDATE files SET check_at = ? WHERE chat_id = ? AND id = ?",
        Timestamp.from(at),
        key.chat.value(),
        key.id.value());
  }

  void announceRemoval(UUID content, Instant due) {
    handle.createUpdate(ANNOUNCE_REMOVAL).bind("content", content).bind("due", due).execute();
  }

  void cancelRemoval(UUID content) {
    handle.execute("DELETE FROM file_removals WHERE content = ?", content);
  }

  void putOffRemoval(UUID content, Instant due) {
    handle.execute(
        "UPDATE file_removals SET due_at = ? WHERE content = ?", Timestamp.from(due), content);
  }

  List<UUID> dueRemovals(Instant now, int limit) {
    return handle
        .createQuery(DUE_REMOVALS)
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(UUID.class)
        .list();
  }
}
