package dev.whiteboard.chat.file;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import java.time.Instant;
import java.util.UUID;

/**
 * A file, or as much of it as there is.
 *
 * @param id its id
 * @param chat the chat that it belongs to
 * @param owner who uploads it
 * @param name what he calls it
 * @param metadata what he said about it, as he said it
 * @param encrypted whether the service can't read it
 * @param length how many bytes it has when it is whole
 * @param received how many of them are kept
 * @param content what its bytes are called in the folder
 * @param type what its bytes are, once it is whole
 * @param checkAt when an upload is over, if it is not whole by then
 */
public record StoredFile(
    FileId id,
    ChatId chat,
    UserId owner,
    FileName name,
    String metadata,
    boolean encrypted,
    long length,
    long received,
    UUID content,
    String type,
    Instant checkAt) {
  /** What is said of bytes that nothing is known of. */
  public static final String UNKNOWN_TYPE = "application/octet-stream";

  /** Whether all of it is kept. */
  public boolean isWhole() {
    return received == length;
  }

  /** Whether it is a picture that the service can make small. */
  public boolean hasThumbnail() {
    return isWhole() && !encrypted && Thumbnails.TYPES.contains(type);
  }
}
