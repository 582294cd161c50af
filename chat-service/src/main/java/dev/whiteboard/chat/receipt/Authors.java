package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who wrote the newest messages of some chats. */
final class Authors {
  private record Written(long seq, UserId by) {}

  /** The newest first. */
  private final Map<ChatId, List<Written>> chats = new HashMap<>();

  /** Takes in a row with {@code chat_id}, {@code seq} and {@code sender_id}, the newest first. */
  boolean add(ResultSet row) throws SQLException {
    return add(
        new ChatId(row.getObject("chat_id", UUID.class)),
        row.getLong("seq"),
        new UserId(row.getObject("sender_id", UUID.class)));
  }

  /** Takes in that a message is somebody's, the newest first. */
  boolean add(ChatId chat, long seq, UserId by) {
    return chats.computeIfAbsent(chat, _ -> new ArrayList<>()).add(new Written(seq, by));
  }

  /**
   * Others who wrote what a mark moved over.
   *
   * @param max how many; those of the newest messages go first
   */
  Set<UserId> of(Moved moved, int max) {
    var authors = new LinkedHashSet<UserId>();
    for (var written : chats.getOrDefault(moved.member().chat(), List.of())) {
      if (authors.size() < max && written.seq > moved.from() && written.seq <= moved.upto()) {
        authors.add(written.by);
      }
    }
    authors.remove(moved.member().user());
    return authors;
  }
}
