-- Reads where chats stand, without a lock: who writes with this has to be fenced.
--
-- Takes:   :chats   ids of chats, each once
-- Returns: a row for each that is there: id, last_seq, encrypted
SELECT chat.id, chat.last_seq, chat.encrypted
FROM unnest(:chats) AS wanted (id)
CROSS JOIN LATERAL (
  SELECT id, last_seq, encrypted
  FROM chats
  WHERE id = wanted.id
  LIMIT 1) AS chat
