-- Writes what messages are found by; what is there in a newer version stays.
--
-- Takes:   arrays of one length, each message once:
--          :chats, :seqs, :versions, :words   words: a tsvector as text, empty for none
-- Returns: nothing
--
-- In the order of the key, so that of two nodes that write the same messages one waits for the other
-- and never each for the other. Messages of encrypted chats are left out whoever says what. When a
-- message was sent is its own to tell: an edit comes with a time of its own.
INSERT INTO message_words (chat_id, seq, version, sent_at, words)
SELECT new.chat_id, new.seq, new.version, message.sent_at,
       CASE WHEN new.words = '' THEN ''::tsvector
            ELSE new.words::tsvector || array_to_tsvector(ARRAY['/' || new.chat_id])
       END
FROM unnest(:chats, :seqs, :versions, :words) AS new (chat_id, seq, version, words)
CROSS JOIN LATERAL (
  SELECT FROM chats WHERE id = new.chat_id AND NOT encrypted LIMIT 1) AS readable
CROSS JOIN LATERAL (
  SELECT sent_at FROM messages WHERE chat_id = new.chat_id AND seq = new.seq LIMIT 1) AS message
ORDER BY new.seq, new.chat_id
ON CONFLICT (seq, chat_id) DO UPDATE
SET version = excluded.version, words = excluded.words
WHERE message_words.version < excluded.version
