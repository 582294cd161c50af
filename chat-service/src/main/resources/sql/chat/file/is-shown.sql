-- Whether a message that is seen has a file attached.
--
-- Takes:   :chat, :file
--          :after   only messages behind this are seen
-- Returns: one row, true or false
--
-- A deleted message has no files any more. Looked for by the file first, in the index of them: the few
-- messages that have it are in one chat. Left to itself, a planner that knows no more than that chats
-- have some twenty messages would walk through all of the chat, and one has a million.
WITH attached AS MATERIALIZED (
  SELECT chat_id, seq FROM messages WHERE files @> ARRAY[:file]::uuid[]
)
SELECT EXISTS (SELECT FROM attached WHERE chat_id = :chat AND seq > :after)
