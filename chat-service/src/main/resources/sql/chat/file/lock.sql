-- Locks an upload to decide whether one may write to it.
--
-- Takes:   :chat, :id
-- Returns: received, length, content, check_at, whether it is has_writer (one that may be dead) and
--          is_busy (one that is taken to be alive); no row where it is gone
SELECT received, length, content, check_at,
       writer IS NOT NULL AS has_writer,
       writer IS NOT NULL AND writer_until > clock_timestamp() AS is_busy
FROM files
WHERE chat_id = :chat AND id = :id
FOR UPDATE
