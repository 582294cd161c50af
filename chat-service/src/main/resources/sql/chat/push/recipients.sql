-- Whom a message in these chats could be pushed to: subscriptions of their members.
--
-- Takes:   :chats   each once
-- Returns: a row for each chat and subscription: chat_id, direct (whether the chat is), user_id,
--          name_key (what he is called), joined_seq, subscription_id
--
-- What is not confirmed, or of a device that is signed out, is left out.
SELECT said.chat_id, chats.kind = 0 AS direct, member.user_id, accounts.name_key, member.joined_seq,
       subscription.id AS subscription_id
FROM unnest(:chats) AS said (chat_id)
JOIN chats ON chats.id = said.chat_id
JOIN members AS member ON member.chat_id = said.chat_id AND member.left_seq IS NULL
JOIN push_subscriptions AS subscription
  ON subscription.user_id = member.user_id AND subscription.confirmed
JOIN accounts ON accounts.id = member.user_id
WHERE EXISTS (
  SELECT FROM sessions
  WHERE sessions.user_id = subscription.user_id AND sessions.device_id = subscription.device_id
    AND sessions.revoked_at IS NULL AND sessions.expires_at > now())
