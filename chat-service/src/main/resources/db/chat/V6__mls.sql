-- Delivery of MLS (RFC 9420). Nothing here is a secret: key packages are public, welcomes and commits
-- can be read by members alone.

-- What others add a device to a group with. One is used up by each group, but for that of last
-- resort, which is given when no other is left. In the order of the ids the oldest comes first.
CREATE TABLE mls_key_packages (
  user_id     uuid        NOT NULL,
  device_id   uuid        NOT NULL,
  id          uuid        NOT NULL,
  last_resort boolean     NOT NULL,
  key_package bytea       NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (user_id, device_id, id)
) PARTITION BY HASH (user_id);

-- The group of an encrypted chat, as its newest commit left it. generation counts the groups that
-- the chat has had; epoch is the one that the next commit ends. group_info is from what a device that
-- lost its state comes in again, as the last committer made it.
CREATE TABLE mls_groups (
  chat_id    uuid    NOT NULL PRIMARY KEY,
  generation integer NOT NULL,
  epoch      bigint  NOT NULL,
  seq        bigint  NOT NULL,
  group_info bytea
) PARTITION BY HASH (chat_id);

-- One commit for each epoch, for ever: the key is what decides a race, and the hash is what a retry is
-- known by. Its bytes are in the chat's messages, at seq.
CREATE TABLE mls_commits (
  chat_id     uuid    NOT NULL,
  generation  integer NOT NULL,
  epoch       bigint  NOT NULL,
  seq         bigint  NOT NULL,
  commit_hash bytea   NOT NULL,
  PRIMARY KEY (chat_id, generation, epoch)
) PARTITION BY HASH (chat_id);

-- The welcome of a commit, once for all who join by it: 169 KB for 499.
CREATE TABLE mls_welcomes (
  chat_id    uuid        NOT NULL,
  generation integer     NOT NULL,
  epoch      bigint      NOT NULL,
  seq        bigint      NOT NULL,
  welcome    bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (chat_id, generation, epoch)
) PARTITION BY HASH (chat_id);

-- Whom a welcome waits for, until the device has acknowledged it.
CREATE TABLE mls_joiners (
  user_id    uuid        NOT NULL,
  device_id  uuid        NOT NULL,
  id         uuid        NOT NULL,
  chat_id    uuid        NOT NULL,
  generation integer     NOT NULL,
  epoch      bigint      NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, device_id, id)
) PARTITION BY HASH (user_id);

DO $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY[
      'mls_key_packages', 'mls_groups', 'mls_commits', 'mls_welcomes', 'mls_joiners'] LOOP
    FOR i IN 0..15 LOOP
      EXECUTE format(
        'CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
        parent, i, parent, i);
    END LOOP;
  END LOOP;
END $$;

-- What is old is found by its age.
CREATE INDEX mls_welcomes_by_age ON mls_welcomes (created_at);
CREATE INDEX mls_joiners_by_age ON mls_joiners (created_at);
