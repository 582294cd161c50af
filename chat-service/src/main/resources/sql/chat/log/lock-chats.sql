-- Locks chats, so that nobody else takes a sequence number of theirs, and reads where they stand.
--
-- Takes:   :chats   ids of chats, each once
-- Returns: a row for each that is there: id, last_seq, encrypted
--
-- One after the other, in the order of their ids: of two batches with chats in common one waits for
-- the other, and never each for the other. LATERAL, so that each id is looked for in its own
-- partition: a list of ids would be looked for in all of them.
SELECT chat.id, chat.last_seq, chat.encrypted
FROM (SELECT id FROM unnest(:chats) AS id ORDER BY id) AS wanted
CROSS JOIN LATERAL (
  SELECT id, last_seq, encrypted
  FROM chats
  WHERE id = wanted.id
  FOR UPDATE) AS chat
