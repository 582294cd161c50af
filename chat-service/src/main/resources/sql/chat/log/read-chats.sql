-- Reads where chats stand, without a lock: who writes with this has to be fenced.
--
-- Takes:   :chats   ids of chats, each once
-- Returns: a row for each that is there: id, last_seq, encrypted
SELECT id, last_seq, encrypted
FROM chats
WHERE id = ANY (:chats)
