-- Takes one key package that is good once for each signed-in device of some users, the oldest.
--
-- Takes:   :users  ids of users; :asker, the device that asks, which is left out; :now
-- Returns: user_id, device_id, key_package; no row for a device that has none left
--
-- Of two who ask at once one passes over what the other has locked: none is given twice, and none
-- waits. Devices that are signed out get no more groups.
WITH devices AS (
  SELECT DISTINCT s.user_id, s.device_id
  FROM sessions s
  WHERE s.user_id = ANY (:users) AND s.device_id <> :asker AND s.revoked_at IS NULL AND s.expires_at > :now
), taken AS (
  SELECT d.user_id, d.device_id, one.id
  FROM devices d
  CROSS JOIN LATERAL (
    SELECT k.id
    FROM mls_key_packages k
    WHERE k.user_id = d.user_id AND k.device_id = d.device_id AND NOT k.last_resort
    ORDER BY k.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
  ) one
)
DELETE FROM mls_key_packages k
USING taken t
WHERE k.user_id = t.user_id AND k.device_id = t.device_id AND k.id = t.id
RETURNING k.user_id, k.device_id, k.key_package
