-- Gives a taken push up, and says so to operators.
--
-- Takes:   :subscription, :chat, :lease   the push, as it was taken
--          :id, :channel, :attempts, :reason, :now
-- Returns: the number of pushes: 0 where another has it by now
WITH dead AS (
  DELETE FROM pushes
  WHERE subscription_id = :subscription AND chat_id = :chat AND lease = :lease
  RETURNING subscription_id, user_id, chat_id, upto_seq
)
INSERT INTO push_dead_letters (id, subscription_id, user_id, chat_id, upto_seq, channel, attempts,
                               reason, died_at)
SELECT :id, subscription_id, user_id, chat_id, upto_seq, :channel, :attempts, :reason, :now
FROM dead
