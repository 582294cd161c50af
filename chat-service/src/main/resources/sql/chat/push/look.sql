-- What a taken push is to say at this moment, and to whom.
--
-- Takes:   :subscription, :chat, :lease   the push, as it was taken
--          :afterMs                       how long a message waits for an acknowledgement
--          :counted                       messages that are counted at most
-- Returns: no row where there is nothing to say any more: the user left, the subscription ended
--          or its device is signed out, another has the push. Else one:
--          channel, target, secret                the subscription
--          user_id, direct, title, encrypted      the chat, to this user
--          upto_seq, urgent, said_at              the push
--          waiting                                messages of others that no device of his has
--          wait_ms                                until the oldest of them has waited long enough;
--                                                 0 or less where it has, or where it was sent by a
--                                                 clock that is ahead; null where there is none
--          said_by, said_seq, said_words          the newest of them
SELECT subscription.channel, subscription.target, subscription.secret,
       push.user_id, chats.kind = 0 AS direct, chats.title, chats.encrypted,
       push.upto_seq, push.urgent, push.said_at, ahead.count AS waiting,
       CASE WHEN ahead.oldest_at > now() THEN 0
            ELSE CAST(extract(epoch FROM ahead.oldest_at - now()) * 1000 AS bigint) + :afterMs
       END AS wait_ms,
       newest.name AS said_by, newest.seq AS said_seq, newest.words AS said_words
FROM pushes AS push
JOIN push_subscriptions AS subscription
  ON subscription.user_id = push.user_id AND subscription.id = push.subscription_id
  AND subscription.confirmed
JOIN chats ON chats.id = push.chat_id
JOIN members AS member
  ON member.chat_id = push.chat_id AND member.user_id = push.user_id AND member.left_seq IS NULL
CROSS JOIN LATERAL (
  SELECT count(*), min(undelivered.sent_at) AS oldest_at
  FROM (
    SELECT sent_at
    FROM messages
    WHERE chat_id = push.chat_id
      AND seq > greatest(member.delivered_seq, member.joined_seq) AND seq <= push.upto_seq
      AND kind = 1 AND NOT deleted AND sender_id <> push.user_id
    ORDER BY seq
    LIMIT :counted) AS undelivered) AS ahead
LEFT JOIN LATERAL (
  SELECT accounts.name, said.seq, left(said.body, 200) AS words
  FROM messages AS said JOIN accounts ON accounts.id = said.sender_id
  WHERE said.chat_id = push.chat_id
    AND said.seq > greatest(member.delivered_seq, member.joined_seq) AND said.seq <= push.upto_seq
    AND said.kind = 1 AND NOT said.deleted AND said.sender_id <> push.user_id
  ORDER BY said.seq DESC
  LIMIT 1) AS newest ON true
WHERE push.subscription_id = :subscription AND push.chat_id = :chat AND push.lease = :lease
  AND EXISTS (
    SELECT FROM sessions
    WHERE sessions.user_id = subscription.user_id AND sessions.device_id = subscription.device_id
      AND sessions.revoked_at IS NULL AND sessions.expires_at > now())
