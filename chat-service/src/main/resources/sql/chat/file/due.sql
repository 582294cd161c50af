-- Locks files that are to be looked at, the one that waits longest first.
--
-- Takes:   :now, :limit
-- Returns: chat_id, id, and whether it is_whole
--
-- Who attaches one right now has it locked, and it is passed over: it is looked at next time.
SELECT chat_id, id, received = length AS is_whole
FROM files
WHERE check_at <= :now
ORDER BY check_at
LIMIT :limit
FOR UPDATE SKIP LOCKED
