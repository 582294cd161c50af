-- The newest messages with certain words, of chats as far as somebody sees them.
--
-- Takes:   :query       a tsquery as text
--          :chats, :afters, :uptos   arrays of one length: of each chat what is behind after, up to upto
--          :beforeAt, :beforeChat, :beforeSeq   only what comes behind this in the order of the answer
--          :limit
-- Returns: chat_id, seq, sent_at, sender_id, and body as it is now: null for what was deleted since
--
-- The order is newest first, with the chat and the sequence number where two are of one millisecond.
--
-- Each chat is looked up in its own partition, once: one scan of that partition's index, for the
-- chat's own word along with those sought. LIMIT inside, so that a chat with a million hits gives
-- no more to sort than any other. "seq + 0", because of a range whose bounds it does not know a planner
-- believes that it is a two hundredth of the table, and would walk through all of that by the key.
SELECT found.chat_id, found.seq, found.sent_at, message.sender_id, message.body
FROM (
  SELECT hit.chat_id, hit.seq, hit.sent_at
  FROM unnest(:chats, :afters, :uptos) AS mine (chat_id, after, upto)
  CROSS JOIN LATERAL (
    SELECT chat_id, seq, sent_at
    FROM message_words
    WHERE chat_id = mine.chat_id
      AND words @@ (quote_literal('/' || mine.chat_id)::tsquery && CAST(:query AS tsquery))
      AND seq + 0 > mine.after AND seq + 0 <= mine.upto
      AND (sent_at, chat_id, seq) < (:beforeAt, :beforeChat, :beforeSeq)
    ORDER BY sent_at DESC, seq DESC
    LIMIT :limit) AS hit
  ORDER BY hit.sent_at DESC, hit.chat_id DESC, hit.seq DESC
  LIMIT :limit) AS found
LEFT JOIN LATERAL (
  SELECT sender_id, body
  FROM messages
  WHERE chat_id = found.chat_id AND seq = found.seq
  LIMIT 1) AS message ON true
ORDER BY found.sent_at DESC, found.chat_id DESC, found.seq DESC
