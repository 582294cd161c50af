-- Which of some users share a chat with one.
--
-- Takes:   :watcher; :users   an array of ids
-- Returns: user_id of each that does
--
-- Both have the chat among theirs, and an entry goes with its membership. LATERAL with a LIMIT: the
-- first chat that both have is enough.
SELECT wanted.user_id
FROM unnest(:users) AS wanted (user_id)
CROSS JOIN LATERAL (
  SELECT 1
  FROM inbox AS mine
  JOIN inbox AS theirs ON theirs.chat_id = mine.chat_id
  WHERE mine.user_id = :watcher AND theirs.user_id = wanted.user_id
  LIMIT 1) AS shared
