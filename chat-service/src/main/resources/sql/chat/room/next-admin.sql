-- Makes the oldest member of a chat its admin (role 1), where there is none; nobody where there is
-- no member.
--
-- Takes  :chat, whose row is locked.
UPDATE members SET role = 1
WHERE chat_id = :chat
  AND user_id = (SELECT user_id FROM members
                 WHERE chat_id = :chat AND left_seq IS NULL
                 ORDER BY joined_seq, joined_at, user_id
                 LIMIT 1)
  AND NOT EXISTS (SELECT FROM members
                  WHERE chat_id = :chat AND left_seq IS NULL AND role = 1)
