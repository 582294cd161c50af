-- Reads the key packages of last resort of the signed-in devices of some users.
--
-- Takes:   :users  ids of users; :asker, the device that asks, which is left out; :now
-- Returns: user_id, device_id, key_package; it stays where it is
SELECT k.user_id, k.device_id, k.key_package
FROM mls_key_packages k
WHERE k.user_id = ANY (:users)
  AND k.device_id <> :asker
  AND k.last_resort
  AND EXISTS (
    SELECT FROM sessions s
    WHERE s.user_id = k.user_id AND s.device_id = k.device_id
      AND s.revoked_at IS NULL AND s.expires_at > :now)
