-- Forgets a file. Its bytes are taken out of the folder later.
--
-- Takes:   :chat, :id, :now
--          :chargeMin   what a file takes of its owner's quota at least
-- Returns: nothing
WITH gone AS (
  DELETE FROM files WHERE chat_id = :chat AND id = :id RETURNING id, owner_id, length, content
), place AS (
  DELETE FROM file_places USING gone WHERE file_places.id = gone.id
), removal AS (
  INSERT INTO file_removals (content, due_at) SELECT content, :now FROM gone
)
UPDATE file_usage
SET bytes = bytes - greatest(gone.length, :chargeMin)
FROM gone
WHERE user_id = gone.owner_id
