-- Appends one message of the service's own, in the transaction of whoever makes it.
--
-- Takes:   :chat, :device, :mid, :sender, :at, :kind, :body, :ciphertext, :lane
--          :changesMembers   whether members_seq moves along
-- Returns: seq; no row where there is no such chat
--
-- The update holds the chat's lock until that transaction ends.
WITH head AS (
  UPDATE chats
  SET last_seq = last_seq + 1,
      members_seq = CASE WHEN :changesMembers THEN last_seq + 1 ELSE members_seq END
  WHERE id = :chat
  RETURNING last_seq
), written AS (
  INSERT INTO messages (chat_id, seq, device_id, mid, sender_id, sent_at, kind, body, ciphertext)
  SELECT :chat, last_seq, :device, :mid, :sender, :at, :kind, :body, :ciphertext FROM head
), told AS (
  INSERT INTO outbox (lane, chat_id, seq)
  SELECT :lane, :chat, last_seq FROM head
)
SELECT last_seq AS seq FROM head
