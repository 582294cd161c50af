/**
 * Messages found by their words.
 *
 * <pre>
 *   message ─▸ outbox ─▸ Kafka ─▸ OutboxConsumer ─▸ IndexBatch ─▸ SearchIndex ─▸ message_words
 *                                                       │ Tokenizer                  │ GIN
 *   GET /api/v1/search ─▸ SearchQuery ─ Tokenizer ─▸ MessageSearch ◂─────────────────┘
 *                                                       │ Tokenizer, on what the message says now
 *                                                       ▾
 *                                                    Excerpt with highlights
 * </pre>
 *
 * <p>The index is PostgreSQL's, a {@code tsvector} under GIN, and so is the search in it, with
 * phrases by position. What is a word is decided here: PostgreSQL's own parser goes by the locale
 * that a database was once made with, and takes a whole sentence of Chinese for one word. One
 * {@link dev.whiteboard.chat.search.Tokenizer} cuts messages, queries and what is highlighted; as
 * there is no {@code to_tsvector} in any statement, there is none that would have to be written the
 * same way twice for the index to be used. No stemming and no stop words: who writes in which
 * language is not known, and {@code run*} finds running.
 *
 * <p>The index lags behind by the time that Kafka takes, and may be wrong for as long. A hit is
 * therefore read from the messages themselves: deleted words are never shown, and an edited message
 * only where it still has what is looked for.
 *
 * <p>Words are on the shard of their chat. Each shard's are fed by a consumer group of its own, and
 * a search asks those that have its chats, all at once.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.search.Tokenizer}, {@link
 * dev.whiteboard.chat.search.SearchQuery}, {@link dev.whiteboard.chat.search.SearchIndex}, {@link
 * dev.whiteboard.chat.search.MessageSearch}.
 *
 * <p>Threads: the consumer has one; searches block and are for virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.search;

import org.jspecify.annotations.NullMarked;
