package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the order of hits, newest first: the next page comes behind it, whatever is said
 * meanwhile.
 *
 * <pre>
 *   as text   base64url of   at 8, milliseconds since 1970 │ chat 16 │ seq 8
 * </pre>
 *
 * @param at when the message there was kept
 * @param chat where it is
 * @param seq its place there
 */
public record SearchCursor(Instant at, ChatId chat, long seq) {
  /** In front of every message. */
  static final SearchCursor START =
      new SearchCursor(
          Instant.parse("9999-12-31T23:59:59.999Z"), new ChatId(new UUID(-1, -1)), Long.MAX_VALUE);

  /** As PostgreSQL orders them. */
  static final Comparator<SearchCursor> NEWEST_FIRST =
      Comparator.comparing(SearchCursor::at)
          .thenComparing(SearchCursor::chat)
          .thenComparingLong(SearchCursor::seq)
          .reversed();

  private static final int BYTES = 4 * Long.BYTES;
  private static final int CHARS = (BYTES * 8 + 5) / 6;

  /** Reads one; empty where it is none. */
  public static Optional<SearchCursor> parse(String text) {
    if (text.length() != CHARS) {
      return Optional.empty();
    }
    try {
      var in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      var at = Instant.ofEpochMilli(in.getLong());
      var chat = new ChatId(new UUID(in.getLong(), in.getLong()));
      return Optional.of(new SearchCursor(at, chat, in.getLong())).filter(SearchCursor::isPossible);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** PostgreSQL knows no such times as a client can make up. */
  private boolean isPossible() {
    return !at.isBefore(Instant.EPOCH) && !at.isAfter(START.at) && seq > 0;
  }

  @Override
  public String toString() {
    var id = chat.value();
    var out =
        ByteBuffer.allocate(BYTES)
            .putLong(at.toEpochMilli())
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(seq);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
  }
}
