-- The oldest messages of a lane that Kafka does not have yet, each chat's by seq.
--
-- Takes:   :lane, :limit
-- Returns: id of the row in the outbox, and the message as it stands now; sealed instead of the
--          bytes that nobody behind Kafka can read
SELECT oldest.id, oldest.chat_id, oldest.seq, message.kind, message.ref, message.sender_id,
       message.device_id, message.sent_at, message.body, message.ciphertext IS NOT NULL AS sealed,
       message.files
FROM (SELECT id, chat_id, seq FROM outbox WHERE lane = :lane ORDER BY id LIMIT :limit) AS oldest
CROSS JOIN LATERAL (
  SELECT kind, ref, sender_id, device_id, sent_at, body, ciphertext, files
  FROM messages
  WHERE chat_id = oldest.chat_id AND seq = oldest.seq
  LIMIT 1) AS message
ORDER BY oldest.id
