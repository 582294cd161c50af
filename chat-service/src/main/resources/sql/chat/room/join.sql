-- Makes users members of a chat, and shows it among their chats. Who was a member before is one
-- anew: he sees what comes behind :after and nothing of the time before.
--
-- Takes  :chat, whose row is locked; :users, an array of ids; :role; :after, a sequence number.
WITH listed AS (
  INSERT INTO inbox (user_id, chat_id)
  SELECT joining.id, :chat FROM unnest(:users) AS joining (id)
  ON CONFLICT DO NOTHING
)
INSERT INTO members (chat_id, user_id, role, joined_seq, delivered_seq, read_seq)
SELECT :chat, joining.id, :role, :after, :after, :after FROM unnest(:users) AS joining (id)
ON CONFLICT (chat_id, user_id) DO UPDATE
SET role = excluded.role, joined_seq = excluded.joined_seq, left_seq = NULL,
    delivered_seq = excluded.delivered_seq, read_seq = excluded.read_seq
