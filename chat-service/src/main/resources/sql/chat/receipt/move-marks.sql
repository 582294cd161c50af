-- Moves marks of members forward: never back, never past the chat's newest message, and nothing for
-- who is no member.
--
-- Takes:   arrays of one length, each chat and user once:
--          :chats, :users, :delivered, :reads   up to where; 0 where that was not said
-- Returns: a row for each mark that really moved: chat_id, user_id, delivered_seq, read_seq,
--          was_delivered, was_read, member_count
--
-- Who has read it has it: a read moves both. A row that would not move is not locked. The others are
-- locked one after the other, in the order of chat and user, so that of two nodes that write the same
-- marks one waits for the other, and never each for the other. LATERAL, so that each row is one probe
-- of an index, whatever the planner thinks.
WITH said AS (
  SELECT note.chat_id, note.user_id, chat.member_count,
         least(greatest(note.delivered, note.read), chat.last_seq) AS delivered,
         least(note.read, chat.last_seq) AS read
  FROM unnest(:chats, :users, :delivered, :reads) AS note (chat_id, user_id, delivered, read)
  CROSS JOIN LATERAL (
    SELECT last_seq, member_count FROM chats WHERE id = note.chat_id LIMIT 1) AS chat
), held AS MATERIALIZED (
  SELECT said.*, mark.delivered_seq AS was_delivered, mark.read_seq AS was_read
  FROM (SELECT * FROM said ORDER BY chat_id, user_id) AS said
  CROSS JOIN LATERAL (
    SELECT delivered_seq, read_seq
    FROM members
    WHERE chat_id = said.chat_id AND user_id = said.user_id AND left_seq IS NULL
      AND said.delivered > joined_seq
      AND (delivered_seq < said.delivered OR read_seq < said.read)
    FOR NO KEY UPDATE) AS mark
)
UPDATE members
SET delivered_seq = greatest(members.delivered_seq, held.delivered),
    read_seq = greatest(members.read_seq,
                        CASE WHEN held.read > members.joined_seq THEN held.read ELSE 0 END)
FROM held
WHERE members.chat_id = held.chat_id AND members.user_id = held.user_id
RETURNING members.chat_id, members.user_id, members.delivered_seq, members.read_seq,
          held.was_delivered, held.was_read, held.member_count
