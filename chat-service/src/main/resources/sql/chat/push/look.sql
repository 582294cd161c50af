-- What a taken push is about at this moment, and where it leads. In the home.
--
-- Takes:   :subscription, :chat, :lease   the push, as it was taken
-- Returns: no row where there is nothing to say any more: the subscription ended or its device is
--          signed out, another has the push. Else one:
--          channel, target, secret                the subscription
--          user_id, upto_seq, urgent, said_at     the push
--          looked_at                              now, by the clock that pushes are due by
SELECT subscription.channel, subscription.target, subscription.secret,
       push.user_id, push.upto_seq, push.urgent, push.said_at, now() AS looked_at
FROM pushes AS push
JOIN push_subscriptions AS subscription
  ON subscription.user_id = push.user_id AND subscription.id = push.subscription_id
  AND subscription.confirmed
WHERE push.subscription_id = :subscription AND push.chat_id = :chat AND push.lease = :lease
  AND EXISTS (
    SELECT FROM sessions
    WHERE sessions.user_id = subscription.user_id AND sessions.device_id = subscription.device_id
      AND sessions.revoked_at IS NULL AND sessions.expires_at > now())
