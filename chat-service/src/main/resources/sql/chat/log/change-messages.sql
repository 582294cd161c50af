-- Gives edited messages their newest words, and empties deleted ones along with their edits.
--
-- Takes:   arrays of one length, each message once:
--          :chats, :seqs, :changedBy, :bodies, :ciphertexts, :deleted
-- Returns: nothing
WITH change AS (
  SELECT *
  FROM unnest(:chats, :seqs, :changedBy, :bodies, :ciphertexts, :deleted)
    AS change (chat_id, seq, changed_seq, body, ciphertext, deleted)
), emptied AS (
  UPDATE messages
  SET body = NULL, ciphertext = NULL, changed_seq = change.changed_seq, deleted = true
  FROM change
  WHERE change.deleted
    AND messages.kind = 2 AND messages.chat_id = change.chat_id AND messages.ref = change.seq
)
UPDATE messages
SET body = change.body,
    ciphertext = change.ciphertext,
    files = CASE WHEN change.deleted THEN NULL ELSE messages.files END,
    changed_seq = change.changed_seq,
    deleted = change.deleted
FROM change
WHERE messages.chat_id = change.chat_id AND messages.seq = change.seq
