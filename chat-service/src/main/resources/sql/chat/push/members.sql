-- Who is in these chats, on the shard that they are on.
--
-- Takes:   :chats   each once
-- Returns: a row for each member: chat_id, direct (whether the chat is), user_id, joined_seq
SELECT said.chat_id, chats.kind = 0 AS direct, member.user_id, member.joined_seq
FROM unnest(:chats) AS said (chat_id)
JOIN chats ON chats.id = said.chat_id
JOIN members AS member ON member.chat_id = said.chat_id AND member.left_seq IS NULL
