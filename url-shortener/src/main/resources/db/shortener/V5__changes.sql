-- Links that change: a version for each, a mark on those that are deleted, and what changed of late.

-- A deleted link stays as a row: its code answers 410, and is never somebody else's.
ALTER TABLE links
  ADD COLUMN version    bigint NOT NULL DEFAULT 1,
  ADD COLUMN deleted_at timestamptz;

-- For a node that lost touch with the others: the links made meanwhile. Rows come in by time, so an
-- index of block ranges will do, which costs next to nothing to keep.
CREATE INDEX links_by_time ON links USING brin (created_at);

-- Each change, in the transaction that made it, for an hour. Nodes hear of a change by NOTIFY; one
-- that was deaf reads here what it missed. And Redis, which may be away just then, is corrected from here.
CREATE TABLE link_changes (
  code       text COLLATE "C" NOT NULL,
  version    bigint           NOT NULL,
  changed_at timestamptz      NOT NULL DEFAULT now(),
  in_redis   boolean          NOT NULL DEFAULT false,
  PRIMARY KEY (code, version)
);

CREATE INDEX link_changes_by_time ON link_changes (changed_at);
CREATE INDEX link_changes_not_in_redis ON link_changes (changed_at) WHERE NOT in_redis;
