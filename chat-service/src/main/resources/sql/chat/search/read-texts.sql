-- Texts in the order of their keys, page by page, for an index that is made anew.
--
-- Takes:   :chat, :seq   only what comes behind this message
--          :limit
-- Returns: chat_id, seq, body, and version: the seq of what gave it these words
--
-- Also those that were deleted, as texts of nothing: the index may have their words from before.
SELECT chat_id, seq, coalesce(body, '') AS body, coalesce(changed_seq, seq) AS version
FROM messages
WHERE (chat_id, seq) > (:chat, :seq) AND kind = 1 AND (body IS NOT NULL OR deleted)
ORDER BY chat_id, seq
LIMIT :limit
