package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;

/**
 * What a message is found by.
 *
 * @param chat where it is
 * @param seq its place there
 * @param version the place of what gave it these words: itself, its newest edit, its deletion
 * @param words a {@code tsvector} as text, empty for none
 */
record IndexEntry(ChatId chat, long seq, long version, String words) {
  /** Of a text as it stands. */
  static IndexEntry of(ChatId chat, long seq, long version, String body) {
    return new IndexEntry(chat, seq, version, Words.vector(Tokenizer.tokens(body)));
  }
}
