-- Ends the sessions of a user that a new one takes the place of: those of the same device, and of
-- the others all but the most recently used.
--
-- Takes  :user; :device, that of the new session; :now; :others, how many of the others may stay.
-- Returns the id of each that ended.
UPDATE sessions SET revoked_at = clock_timestamp()
WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :now
  AND (device_id = :device
       OR id IN (SELECT id FROM sessions
                 WHERE user_id = :user AND device_id <> :device
                   AND revoked_at IS NULL AND expires_at > :now
                 ORDER BY refreshed_at DESC, id
                 OFFSET :others))
RETURNING id
