-- Ends a membership. He keeps what he saw up to there, and the chat is none of his chats any more.
--
-- Takes  :chat, whose row is locked; :user; :seq, of the message that says so.
WITH unlisted AS (
  DELETE FROM inbox WHERE user_id = :user AND chat_id = :chat
)
UPDATE members SET left_seq = :seq, role = 0
WHERE chat_id = :chat AND user_id = :user AND left_seq IS NULL
