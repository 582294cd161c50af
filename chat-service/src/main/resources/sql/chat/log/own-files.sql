-- How many of the files of each draft may be attached to it.
--
-- Takes:   arrays of one length, an entry for each draft that has files:
--          :chats, :senders, :files   files: array literals
-- Returns: a row for each, in their order: files, how many different ones are whole, the sender's,
--          and of this chat
--
-- Their rows stay locked to the end of the transaction: what is to be attached can't be deleted
-- meanwhile. Who deletes one looks for messages that have it while he holds its lock.
SELECT own.files
FROM unnest(:chats, :senders, :files) WITH ORDINALITY AS draft (chat_id, sender_id, files, place)
CROSS JOIN LATERAL (
  SELECT count(*) AS files
  FROM (
    SELECT
    FROM files
    WHERE files.chat_id = draft.chat_id AND files.id = ANY (draft.files::uuid[])
      AND owner_id = draft.sender_id AND received = length
    FOR KEY SHARE) AS locked) AS own
ORDER BY draft.place
