package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;

/**
 * What a message is found by.
 *
 * @param chat where it is
 * @param seq its place there
 * @param version the place of what gave it this text: itself, its newest edit, its deletion
 * @param body the text as it stands, empty where there is none any more
 */
record IndexEntry(ChatId chat, long seq, long version, String body) {
  /** A {@code tsvector} as text, several times as long as the body; empty for none. */
  String words() {
    return Words.vector(Tokenizer.tokens(body));
  }
}
