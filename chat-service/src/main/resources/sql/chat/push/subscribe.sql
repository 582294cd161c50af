-- Adds a subscription, or binds the one that there is for this target to another device.
--
-- Takes:   :user, :id, :device, :channel, :target, :hash, :secret, :confirmed, :now
-- Returns: id, confirmed; the id is :id where it was added
--
-- A browser's keys, and the code of an address that is not confirmed, are those that come now; what
-- signs a webhook stays, as it was shown when it was made.
INSERT INTO push_subscriptions AS known (user_id, id, device_id, channel, target, target_hash,
                                         secret, confirmed, created_at)
VALUES (:user, :id, :device, :channel, :target, :hash, :secret, :confirmed, :now)
ON CONFLICT (user_id, channel, target_hash) DO UPDATE
SET device_id = excluded.device_id,
    secret = CASE WHEN known.channel = 0 OR (known.channel = 2 AND NOT known.confirmed)
                  THEN excluded.secret ELSE known.secret END,
    created_at = CASE WHEN known.confirmed THEN known.created_at ELSE excluded.created_at END
RETURNING id, confirmed
