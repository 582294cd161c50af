-- Tells what a commit of a chat's group must know. The chat's lock is to be held before: in one
-- statement with the lock, who had to wait for it would see the group as it was before he waited.
--
-- Takes:   :chat, :user
-- Returns: encrypted, generation, epoch, seq (these three null where it has no group yet); no row
--          where there is no such chat or the user is no member now
SELECT c.encrypted, g.generation, g.epoch, g.seq
FROM chats c
JOIN members m ON m.chat_id = c.id AND m.user_id = :user AND m.left_seq IS NULL
LEFT JOIN mls_groups g ON g.chat_id = c.id
WHERE c.id = :chat
