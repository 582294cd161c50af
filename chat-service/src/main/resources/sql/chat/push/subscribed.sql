-- Where these users want to be told. In the home.
--
-- Takes:   :users   each once
-- Returns: a row for each subscription: user_id, name_key (what he is called), subscription_id
--
-- What is not confirmed, or of a device that is signed out, is left out. Most users have none: one
-- look into an index tells it. OFFSET 0 keeps it at one look for each user; else all subscriptions
-- would be read through, and for many users all accounts.
SELECT member.user_id, told.name_key, told.subscription_id
FROM unnest(:users) AS member (user_id)
CROSS JOIN LATERAL (
  SELECT accounts.name_key, subscription.id AS subscription_id
  FROM push_subscriptions AS subscription
  JOIN accounts ON accounts.id = subscription.user_id
  WHERE subscription.user_id = member.user_id AND subscription.confirmed
    AND EXISTS (
      SELECT FROM sessions
      WHERE sessions.user_id = subscription.user_id
        AND sessions.device_id = subscription.device_id
        AND sessions.revoked_at IS NULL AND sessions.expires_at > now())
  OFFSET 0) AS told
