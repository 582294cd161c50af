-- Writes new messages, their rows in the outbox, and the new heads of their chats.
--
-- Takes:   arrays of one length, an entry for each message, in each chat by seq:
--          :chats, :seqs, :devices, :mids, :senders, :kinds, :refs, :bodies, :ciphertexts, :files,
--          :changedBy, :deleted, :lanes   files: array literals
--          :at                            when they are kept
--          :heads, :expected, :lasts      of one length: each chat once, where it stood and where
--                                         it stands now
-- Returns: the number of chats that stood where they were expected to. Anything less than all of
--          them: somebody else took their sequence numbers, and the transaction must not commit.
--          Who holds the chats' locks is always right.
--
-- The outbox is filled by seq, so that its id counts up as seq does.
WITH new AS (
  SELECT *
  FROM unnest(:chats, :seqs, :devices, :mids, :senders, :kinds, :refs, :bodies, :ciphertexts,
              :files, :changedBy, :deleted, :lanes)
    AS message (chat_id, seq, device_id, mid, sender_id, kind, ref, body, ciphertext, files,
                changed_seq, deleted, lane)
), written AS (
  INSERT INTO messages (chat_id, seq, device_id, mid, sender_id, sent_at, kind, ref, body,
                        ciphertext, files, changed_seq, deleted)
  SELECT chat_id, seq, device_id, mid, sender_id, :at, kind, ref, body,
         ciphertext, files::uuid[], changed_seq, deleted
  FROM new
), told AS (
  INSERT INTO outbox (lane, chat_id, seq)
  SELECT lane, chat_id, seq FROM new ORDER BY seq
), moved AS (
  UPDATE chats
  SET last_seq = head.last_seq
  FROM unnest(:heads, :expected, :lasts) AS head (id, expected, last_seq)
  WHERE chats.id = head.id AND chats.last_seq = head.expected
  RETURNING 1
)
SELECT count(*) FROM moved
