-- Writes down how far an upload is, by whoever writes it.
--
-- Takes:   :chat, :id, :writer
--          :received   bytes that are on the disk
--          :type       null while it is not whole
--          :checkAt    when it is looked at again; null to leave that
--          :leaseSeconds   for so long he goes on to be the one who writes; 0 where he is done
-- Returns: nothing; no row is changed where somebody else writes now, or the upload is gone
UPDATE files
SET received = :received,
    type = coalesce(:type, type),
    check_at = coalesce(:checkAt, check_at),
    writer = CASE WHEN :leaseSeconds > 0 THEN writer END,
    writer_until = clock_timestamp() + make_interval(secs => :leaseSeconds)
WHERE chat_id = :chat AND id = :id AND writer = :writer
