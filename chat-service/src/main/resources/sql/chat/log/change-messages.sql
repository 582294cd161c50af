-- Gives edited messages their newest words, and empties deleted ones along with their edits.
--
-- Takes:   arrays of one length, each message once:
--          :chats, :seqs, :changedBy, :bodies, :ciphertexts, :deleted
-- Returns: nothing
--
-- That the rows' keys are also among the arrays follows from the rest; it is said so that an index
-- finds them, whatever is known of the tables' sizes.
WITH change AS (
  SELECT *
  FROM unnest(:chats, :seqs, :changedBy, :bodies, :ciphertexts, :deleted)
    AS change (chat_id, seq, changed_seq, body, ciphertext, deleted)
), emptied AS (
  UPDATE messages
  SET body = NULL, ciphertext = NULL, changed_seq = change.changed_seq, deleted = true
  FROM change
  WHERE messages.kind = 2 AND messages.chat_id = ANY (:chats) AND messages.ref = ANY (:seqs)
    AND change.deleted AND change.chat_id = messages.chat_id AND change.seq = messages.ref
)
UPDATE messages
SET body = change.body,
    ciphertext = change.ciphertext,
    files = CASE WHEN change.deleted THEN NULL ELSE messages.files END,
    changed_seq = change.changed_seq,
    deleted = change.deleted
FROM change
WHERE messages.chat_id = ANY (:chats) AND messages.seq = ANY (:seqs)
  AND change.chat_id = messages.chat_id AND change.seq = messages.seq
