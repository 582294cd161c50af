-- Locks chats, so that nobody else takes a sequence number of theirs, and reads where they stand.
--
-- Takes:   :chats   ids of chats, each once
-- Returns: a row for each that is there: id, last_seq, encrypted
--
-- In the order of their ids: of two batches with chats in common one waits for the other, and never
-- each for the other.
SELECT id, last_seq, encrypted
FROM chats
WHERE id = ANY (:chats)
ORDER BY id
FOR UPDATE
