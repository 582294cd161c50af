package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content.Nothing;
import dev.whiteboard.chat.log.Content.Sealed;
import dev.whiteboard.chat.log.Content.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages as rows of their table. */
public final class MessageRows {
  private MessageRows() {}

  /** Reads a row with all columns of {@code messages}. */
  public static Message read(ResultSet row) throws SQLException {
    return new Message(
        new ChatId(uuid(row, "chat_id")),
        row.getLong("seq"),
        new MessageId(uuid(row, "mid")),
        new UserId(uuid(row, "sender_id")),
        new DeviceId(uuid(row, "device_id")),
        row.getTimestamp("sent_at").toInstant(),
        Kind.of(row.getInt("kind")),
        row.getLong("ref"),
        content(row.getString("body"), row.getBytes("ciphertext")),
        files(row),
        row.getLong("changed_seq"),
        row.getBoolean("deleted"));
  }

  static @Nullable String body(Content content) {
    return content instanceof Words(var body) ? body : null;
  }

  static byte @Nullable [] ciphertext(Content content) {
    return content instanceof Sealed(var ciphertext) ? ciphertext.bytes() : null;
  }

  /** As PostgreSQL reads it from text: arrays of arrays would have to be of one length. */
  static @Nullable String filesLiteral(List<FileId> files) {
    return files.isEmpty()
        ? null
        : files.stream().map(FileId::toString).collect(Collectors.joining(",", "{", "}"));
  }

  /** A sequence number, where 0 stands for none. */
  static @Nullable Long orNull(long seq) {
    return seq == 0 ? null : seq;
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  private static Content content(@Nullable String body, byte @Nullable [] ciphertext) {
    if (body != null) {
      return new Words(body);
    }
    return ciphertext == null ? new Nothing() : new Sealed(Ciphertext.of(ciphertext));
  }

  private static List<FileId> files(ResultSet row) throws SQLException {
    var files = row.getArray("files");
    return files == null
        ? List.of()
        : Stream.of((UUID[]) files.getArray()).map(FileId::new).toList();
  }
}
