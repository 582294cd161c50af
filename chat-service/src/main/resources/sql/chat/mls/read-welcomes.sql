-- Reads the welcomes that wait for a device, oldest first.
--
-- Takes:   :user, :device, :limit
-- Returns: id, chat_id, generation, epoch (the one that the commit ended), seq, welcome
SELECT j.id, j.chat_id, j.generation, j.epoch, w.seq, w.welcome
FROM mls_joiners j
JOIN mls_welcomes w USING (chat_id, generation, epoch)
WHERE j.user_id = :user AND j.device_id = :device
ORDER BY j.id
LIMIT :limit
