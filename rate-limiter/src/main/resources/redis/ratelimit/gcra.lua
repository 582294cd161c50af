-- The generic cell rate algorithm (ITU-T I.371): one schedule a key. A permit is there if its
-- interval fits before the furthest that the schedule may be ahead.

algorithms['gcra'] = schedule
