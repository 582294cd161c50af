-- A page of a user's chats, the newest chat first, each with what a list shows of it.
--
-- Takes  :user; :before, only chats with a lower id (null for all); :only, this chat alone (null for
--        all); :max, how many; :others, how many other members of each; :counted, how many messages
--        behind the user's mark are looked at for unread ones.
-- Returns a row a chat. Unread are texts (kind 1) of others that are not deleted. said_* is the
--        newest of the last 20 messages that is a text or tells of members or the title (kinds 1,
--        4, 5, 6); all null where none is.
SELECT mine.chat_id, chats.kind AS chat_kind, chats.encrypted, chats.title, chats.created_at,
       chats.member_count, chats.last_seq,
       own.role, own.joined_seq, own.delivered_seq, own.read_seq,
       others.ids AS other_ids,
       unread.count AS unread,
       said.sender_id AS said_by, said.seq AS said_seq, said.sent_at AS said_at,
       said.kind AS said_kind, left(said.body, 200) AS said_words, said.deleted AS said_deleted
FROM (
  SELECT chat_id FROM inbox
  WHERE user_id = :user
    AND (CAST(:before AS uuid) IS NULL OR chat_id < CAST(:before AS uuid))
    AND (CAST(:only AS uuid) IS NULL OR chat_id = CAST(:only AS uuid))
  ORDER BY chat_id DESC
  LIMIT :max
) AS mine
JOIN chats ON chats.id = mine.chat_id
JOIN members AS own
  ON own.chat_id = mine.chat_id AND own.user_id = :user AND own.left_seq IS NULL
CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(user_id ORDER BY user_id), '{}') AS ids
  FROM (
    SELECT user_id FROM members
    WHERE chat_id = mine.chat_id AND user_id <> :user AND left_seq IS NULL
    ORDER BY user_id
    LIMIT :others
  ) AS few
) AS others
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE ahead.kind = 1 AND NOT ahead.deleted AND ahead.sender_id <> :user)
  FROM (
    SELECT kind, deleted, sender_id FROM messages
    WHERE chat_id = mine.chat_id AND seq > greatest(own.read_seq, own.joined_seq)
    ORDER BY seq
    LIMIT :counted
  ) AS ahead
) AS unread
LEFT JOIN LATERAL (
  SELECT newest.*
  FROM (
    SELECT seq, sender_id, sent_at, kind, body, deleted FROM messages
    WHERE chat_id = mine.chat_id AND seq > own.joined_seq
    ORDER BY seq DESC
    LIMIT 20
  ) AS newest
  WHERE newest.kind IN (1, 4, 5, 6)
  ORDER BY newest.seq DESC
  LIMIT 1
) AS said ON true
ORDER BY mine.chat_id DESC
