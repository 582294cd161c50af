-- A file by its id alone.
--
-- Takes:   :id
-- Returns: the row of files; none where there is none
SELECT file.chat_id, file.id, file.owner_id, file.name, file.metadata, file.encrypted, file.length,
       file.received, file.content, file.type, file.check_at
FROM file_places AS place
CROSS JOIN LATERAL (
  SELECT * FROM files WHERE chat_id = place.chat_id AND id = place.id LIMIT 1) AS file
WHERE place.id = :id
