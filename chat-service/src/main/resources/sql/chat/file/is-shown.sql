-- Whether a message that is seen has a file attached.
--
-- Takes:   :chat, :file
--          :after   only messages behind this are seen
-- Returns: one row, true or false
--
-- A deleted message has no files any more.
SELECT EXISTS (
  SELECT FROM messages
  WHERE chat_id = :chat AND files @> ARRAY[:file]::uuid[] AND seq > :after)
