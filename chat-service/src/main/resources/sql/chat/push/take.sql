-- Takes pushes that are due, the first in rank first; what another node has taken is passed over.
--
-- Takes:   :lease        the name of this lease
--          :leaseMs      how long it lasts
--          :handicapMs   how much later a quiet one ranks than it is due
--          :max          how many
-- Returns: a row each: subscription_id, chat_id, upto_seq, attempts, rank_ms
WITH next AS (
  SELECT subscription_id, chat_id
  FROM pushes
  WHERE rank_at <= now() + :handicapMs * interval '1 millisecond'
    AND due_at <= now() AND leased_until <= now()
  ORDER BY rank_at
  LIMIT :max
  FOR UPDATE SKIP LOCKED
)
UPDATE pushes
SET lease = :lease, leased_until = now() + :leaseMs * interval '1 millisecond'
FROM next
WHERE pushes.subscription_id = next.subscription_id AND pushes.chat_id = next.chat_id
RETURNING pushes.subscription_id, pushes.chat_id, pushes.upto_seq, pushes.attempts,
          CAST(extract(epoch FROM pushes.rank_at) * 1000 AS bigint) AS rank_ms
