-- Who wrote the newest messages of parts of chats, as far as they are members still.
--
-- Takes:   arrays of one length, each chat once: :chats, :froms, :upto   behind, and up to, which
--          message
--          :max   messages of each chat
-- Returns: a row for each message: chat_id, seq, sender_id
SELECT part.chat_id, message.seq, message.sender_id
FROM unnest(:chats, :froms, :upto) AS part (chat_id, from_seq, upto_seq)
CROSS JOIN LATERAL (
  SELECT seq, sender_id
  FROM messages
  WHERE chat_id = part.chat_id AND seq > part.from_seq AND seq <= part.upto_seq
  ORDER BY seq DESC
  LIMIT :max) AS message
CROSS JOIN LATERAL (
  SELECT 1
  FROM members
  WHERE chat_id = part.chat_id AND user_id = message.sender_id AND left_seq IS NULL
  LIMIT 1) AS author
ORDER BY part.chat_id, message.seq DESC
