-- Links spread over several databases, of which each has these tables. What is not a link's is in the
-- first one alone: docs/decisions/0042-shards-by-bucket.md.

-- Behind a long read, a dump say, this would wait for its lock, and all who look for a link behind
-- this. Rather the start fails, and is tried again.
SET LOCAL lock_timeout = '2s';

-- Keys are in the first database, their links in all. A key's row is never deleted, so nothing dangles.
ALTER TABLE links DROP CONSTRAINT links_owner_key_fkey;

-- Which of the databases this is. A node that is told otherwise does not start: it would look for
-- links where they are not, and give out their codes again. One row.
CREATE TABLE shard_place (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  number  integer NOT NULL, -- from 0
  shards  integer NOT NULL, -- how many there are
  service bytea             -- whose; empty where links were here before this table was
);

INSERT INTO shard_place (number, shards) SELECT 0, 1 WHERE EXISTS (SELECT FROM links);

-- Which code the request with an Idempotency-Key is to get, said once and before its link is made:
-- the link, and the row in idempotency_keys, may be in another database. Only where there are
-- several; forgotten after a day.
CREATE TABLE idempotency_claims (
  scope      text             NOT NULL,
  key_hash   bytea            NOT NULL,
  body_hash  bytea            NOT NULL,
  code       text COLLATE "C" NOT NULL,
  created_at timestamptz      NOT NULL,
  PRIMARY KEY (scope, key_hash)
);

CREATE INDEX idempotency_claims_by_age ON idempotency_claims (created_at);
