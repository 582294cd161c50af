-- Puts a welcome up for devices, and drops the oldest of a device for which too many wait: it comes
-- into those groups on its own.
--
-- Takes:   :users, :devices, :ids  of the same length, each device once
--          :chat, :generation, :epoch, :now
--          :keptMax  how many may wait for a device before this one
--
-- What another commit drops at the same time is passed over: neither waits for the other.
WITH joiners AS (
  SELECT * FROM unnest(:users, :devices, :ids) AS j (user_id, device_id, id)
), doomed AS (
  SELECT w.user_id, w.device_id, w.id
  FROM mls_joiners w
  JOIN (
    SELECT j.user_id, j.device_id, old.id
    FROM joiners j
    CROSS JOIN LATERAL (
      SELECT o.id FROM mls_joiners o
      WHERE o.user_id = j.user_id AND o.device_id = j.device_id
      ORDER BY o.id DESC
      OFFSET :keptMax
    ) old
  ) d USING (user_id, device_id, id)
  FOR UPDATE OF w SKIP LOCKED
), dropped AS (
  DELETE FROM mls_joiners w
  USING doomed d
  WHERE w.user_id = d.user_id AND w.device_id = d.device_id AND w.id = d.id
)
INSERT INTO mls_joiners (user_id, device_id, id, chat_id, generation, epoch, created_at)
SELECT user_id, device_id, id, :chat, :generation, :epoch, :now FROM joiners
