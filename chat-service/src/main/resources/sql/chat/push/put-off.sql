-- Gives a taken push back, to be taken later.
--
-- Takes:   :subscription, :chat, :lease   the push, as it was taken
--          :waitMs                        when it is due, from now
--          :handicapMs                    how much later a quiet one ranks
--          :attempts                      how often it has failed by now
--          :afresh                        whether it is for other messages than before
UPDATE pushes
SET attempts = :attempts,
    said_at = CASE WHEN :afresh THEN now() ELSE said_at END,
    due_at = now() + :waitMs * interval '1 millisecond',
    rank_at = now()
      + (:waitMs + CASE WHEN urgent THEN 0 ELSE :handicapMs END) * interval '1 millisecond',
    lease = NULL,
    leased_until = '-infinity'
WHERE subscription_id = :subscription AND chat_id = :chat AND lease = :lease
