-- Deletes key packages that add nobody any more.
--
-- Takes:   :now
--          :past   those that were brought before expire soon
DELETE FROM mls_key_packages k
WHERE k.created_at < :past
   OR NOT EXISTS (
     SELECT FROM sessions s
     WHERE s.user_id = k.user_id AND s.device_id = k.device_id
       AND s.revoked_at IS NULL AND s.expires_at > :now)
