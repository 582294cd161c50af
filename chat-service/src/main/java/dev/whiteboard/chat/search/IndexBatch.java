package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.outbox.OutboxRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What comes of a number of messages for the index: of each text the newest words alone, however
 * often it was edited among them.
 */
final class IndexBatch {
  private final Map<Place, IndexEntry> entries = new LinkedHashMap<>();

  private record Place(ChatId chat, long seq) {}

  private IndexBatch() {}

  /** Of these, in whichever order. */
  static List<IndexEntry> of(Collection<OutboxRecord> messages) {
    var batch = new IndexBatch();
    messages.forEach(batch::take);
    return List.copyOf(batch.entries.values());
  }

  /** What nobody but the members can read is nothing to look for; nor is who joined. */
  private void take(OutboxRecord message) {
    if (message.sealed()) {
      return;
    }
    switch (message.kind()) {
      case TEXT -> put(message, message.seq());
      case EDIT, DELETE -> put(message, message.ref());
      case ADDED, REMOVED, TITLED, COMMIT -> {}
    }
  }

  /** A deletion has no body, and so leaves no words. */
  private void put(OutboxRecord message, long seq) {
    var body = message.kind() == Kind.DELETE ? "" : message.body().orElse("");
    var entry = new IndexEntry(message.chat(), seq, message.seq(), body);
    entries.merge(
        new Place(message.chat(), seq),
        entry,
        (one, other) -> one.version() > other.version() ? one : other);
  }
}
