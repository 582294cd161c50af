-- Locks files that are to be looked at, those that wait longest.
--
-- Takes:   :now, :limit
-- Returns: chat_id, id, and whether it is_whole; by their owners
--
-- Who attaches one right now has it locked, and it is passed over: it is looked at next time. Each that
-- is deleted locks its owner's usage: of two nodes, both go by the order of owners, and so one waits
-- for the other and never each for the other.
WITH due AS MATERIALIZED (
  SELECT chat_id, id, owner_id, received = length AS is_whole
  FROM files
  WHERE check_at <= :now
  ORDER BY check_at
  LIMIT :limit
  FOR UPDATE SKIP LOCKED
)
SELECT chat_id, id, is_whole FROM due ORDER BY owner_id
