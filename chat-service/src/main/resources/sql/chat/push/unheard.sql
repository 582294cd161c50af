-- What a member has not heard of his chat, on any device. On the chat's shard.
--
-- Takes:   :chat, :user
--          :upto      the newest message that is looked at
--          :counted   messages that are counted at most
-- Returns: no row where he has all, or has left. Else one:
--          direct, title, encrypted         the chat
--          count                            messages of others that no device of his has
--          oldest_at                        when the oldest of them was kept, by its node's clock
--          sender_id, seq, words            the newest of them
SELECT chats.kind = 0 AS direct, chats.title, chats.encrypted, ahead.count, ahead.oldest_at,
       newest.sender_id, newest.seq, newest.words
FROM members AS member
JOIN chats ON chats.id = member.chat_id
CROSS JOIN LATERAL (
  SELECT count(*), min(undelivered.sent_at) AS oldest_at
  FROM (
    SELECT sent_at
    FROM messages
    WHERE chat_id = :chat
      AND seq > greatest(member.delivered_seq, member.joined_seq) AND seq <= :upto
      AND kind = 1 AND NOT deleted AND sender_id <> :user
    ORDER BY seq
    LIMIT :counted) AS undelivered) AS ahead
CROSS JOIN LATERAL (
  SELECT sender_id, seq, left(body, 200) AS words
  FROM messages
  WHERE chat_id = :chat
    AND seq > greatest(member.delivered_seq, member.joined_seq) AND seq <= :upto
    AND kind = 1 AND NOT deleted AND sender_id <> :user
  ORDER BY seq DESC
  LIMIT 1) AS newest
WHERE member.chat_id = :chat AND member.user_id = :user AND member.left_seq IS NULL
