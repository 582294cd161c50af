-- Begins an upload where its owner has room for it.
--
-- Takes:   :id, :chat, :owner, :name, :metadata, :length, :content, :type, :checkAt
--          :charge   what it takes of the owner's quota
--          :quota    what all of his files here may take together: on one of several shards, what those
--                    on the others leave; the charge is no more than that
-- Returns: whether the chat is encrypted; no row where there is no such chat, or no room
--
-- The row of the owner's usage is what uploads that begin at once wait for, one after the other.
WITH chat AS (
  SELECT id, encrypted FROM chats WHERE id = :chat
), room AS (
  INSERT INTO file_usage AS used (user_id, bytes)
  SELECT :owner, :charge FROM chat
  ON CONFLICT (user_id) DO UPDATE SET bytes = used.bytes + excluded.bytes
    WHERE used.bytes + excluded.bytes <= :quota
  RETURNING 1
), placed AS (
  INSERT INTO file_places (id, chat_id)
  SELECT :id, chat.id FROM chat, room
)
INSERT INTO files (chat_id, id, owner_id, name, metadata, encrypted, length, received, content,
                   type, check_at)
SELECT chat.id, :id, :owner, :name, :metadata, chat.encrypted, :length, 0, :content, :type, :checkAt
FROM chat, room
RETURNING encrypted
