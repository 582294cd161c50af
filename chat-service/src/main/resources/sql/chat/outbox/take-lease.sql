-- Takes a lane for a node, or keeps it for longer.
--
-- Takes:   :lane, :node, :leaseMs
-- Returns: a row where the lane is the node's now; none where another node has it
--
-- The time is the database's: nodes whose clocks differ agree on when a lease ends.
INSERT INTO outbox_leases (lane, node, expires_at)
VALUES (:lane, :node, now() + :leaseMs * interval '1 millisecond')
ON CONFLICT (lane) DO UPDATE
SET node = excluded.node, expires_at = excluded.expires_at
WHERE outbox_leases.node = excluded.node OR outbox_leases.expires_at < now()
RETURNING lane
