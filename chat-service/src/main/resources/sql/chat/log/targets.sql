-- The messages that edits and deletions are about.
--
-- Takes:   arrays of one length, an entry for each edit or deletion: :chats, :seqs
-- Returns: a row for each, in their order: sender_id, kind, deleted; all of them null where there
--          is no such message
--
-- Asked for only where there are any: most batches have none, and pay for no lookup.
SELECT target.sender_id, target.kind, target.deleted
FROM unnest(:chats, :seqs) WITH ORDINALITY AS wanted (chat_id, seq, place)
LEFT JOIN LATERAL (
  SELECT sender_id, kind, deleted
  FROM messages
  WHERE chat_id = wanted.chat_id AND seq = wanted.seq
  LIMIT 1) AS target ON true
ORDER BY wanted.place
