-- A part of a chat, newest first: the newest of it where there is more than fits.
--
-- Takes:   :chat, :after, :before, :limit
-- Returns: the rows of messages
SELECT chat_id, seq, device_id, mid, sender_id, sent_at, kind, ref, body, ciphertext, files,
       changed_seq, deleted
FROM messages
WHERE chat_id = :chat AND seq > :after AND seq < :before
ORDER BY seq DESC
LIMIT :limit
