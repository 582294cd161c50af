-- Chats spread over several databases, of which each has these tables. What belongs to no chat is in
-- the first one alone: docs/decisions/0043-chats-on-shards.md.

-- Which of the databases this is. A node that is told otherwise does not start: it would look for
-- chats where they are not. One row.
CREATE TABLE shard_place (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  number  integer NOT NULL, -- from 0
  shards  integer NOT NULL, -- how many there are
  service bytea             -- whose; empty where chats were here before this table was
);

INSERT INTO shard_place (number, shards) SELECT 0, 1 WHERE EXISTS (SELECT FROM accounts);
