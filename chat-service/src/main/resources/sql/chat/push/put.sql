-- Lets pushes wait, each with what waits already for its subscription and chat.
--
-- Takes:   arrays of one length, each subscription and chat once: :subscriptions, :chats, :users,
--          :upto (the newest message), :said (when the oldest was kept, in milliseconds), :urgent
--          :afterMs      how long a push waits for an acknowledgement
--          :handicapMs   how much later a quiet one ranks
--
-- One that waits stays due when it is, also where that is a pause after a failure; one that becomes
-- urgent ranks as such. Nothing is due later than it would be by this server's clock.
INSERT INTO pushes (subscription_id, chat_id, user_id, upto_seq, urgent, said_at, due_at, rank_at)
SELECT new.subscription_id, new.chat_id, new.user_id, new.upto_seq, new.urgent, moment.said_at,
       moment.due_at,
       moment.due_at
         + CASE WHEN new.urgent THEN 0 ELSE :handicapMs END * interval '1 millisecond'
FROM unnest(:subscriptions, :chats, :users, :upto, :said, :urgent)
  AS new (subscription_id, chat_id, user_id, upto_seq, said_ms, urgent)
CROSS JOIN LATERAL (
  SELECT least(to_timestamp(new.said_ms / 1000.0), now()) AS said_at,
         least(to_timestamp(new.said_ms / 1000.0), now()) + :afterMs * interval '1 millisecond'
           AS due_at) AS moment
ORDER BY new.subscription_id, new.chat_id
ON CONFLICT (subscription_id, chat_id) DO UPDATE
SET upto_seq = greatest(pushes.upto_seq, excluded.upto_seq),
    urgent = pushes.urgent OR excluded.urgent,
    rank_at = CASE WHEN excluded.urgent THEN pushes.due_at ELSE pushes.rank_at END
