-- Notes that an epoch of a group has its commit, and what the group is from then on.
--
-- Takes:   :chat, :generation, :epoch, :seq, :hash, :info (null for none)
WITH noted AS (
  INSERT INTO mls_commits (chat_id, generation, epoch, seq, commit_hash)
  VALUES (:chat, :generation, :epoch, :seq, :hash)
)
INSERT INTO mls_groups (chat_id, generation, epoch, seq, group_info)
VALUES (:chat, :generation, :epoch + 1, :seq, :info)
ON CONFLICT (chat_id) DO UPDATE
SET generation = excluded.generation,
    epoch = excluded.epoch,
    seq = excluded.seq,
    group_info = excluded.group_info
