-- Files, whose bytes are in a folder: what a row says of them is what counts, and bytes beyond it
-- are none.

-- A file belongs to a chat, and is in the partition of its messages: a message that has it attached
-- is kept in one transaction with a look at this row.
--
-- received: of so many bytes it is known that they are on the disk; the file is whole when that is
-- length. content: their name in the folder. writer: who writes at the moment; past writer_until, by
-- the clock of the database, he is taken to be dead. check_at: when somebody looks whether it is
-- still of use; an upload that is not whole by then is over.
CREATE TABLE files (
  chat_id      uuid        NOT NULL,
  id           uuid        NOT NULL,
  owner_id     uuid        NOT NULL,
  name         text        NOT NULL,
  metadata     text        NOT NULL,
  encrypted    boolean     NOT NULL,
  length       bigint      NOT NULL,
  received     bigint      NOT NULL,
  content      uuid        NOT NULL,
  type         text,
  writer       uuid,
  writer_until timestamptz,
  check_at     timestamptz NOT NULL,
  PRIMARY KEY (chat_id, id),
  CHECK (received BETWEEN 0 AND length)
) PARTITION BY HASH (chat_id);

-- Where a file is: requests name the file alone.
CREATE TABLE file_places (
  id      uuid PRIMARY KEY,
  chat_id uuid NOT NULL
) PARTITION BY HASH (id);

-- What each user's files take, whole ones and those under way.
CREATE TABLE file_usage (
  user_id uuid   PRIMARY KEY,
  bytes   bigint NOT NULL CHECK (bytes >= 0)
) PARTITION BY HASH (user_id);

-- Contents that no file has, or that one may never come to have: taken out of the folder after
-- due_at. Written before, or in one transaction with, what makes it so: nothing is left behind.
CREATE TABLE file_removals (
  content uuid        PRIMARY KEY,
  due_at  timestamptz NOT NULL
);

DO $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['files', 'file_places', 'file_usage'] LOOP
    FOR i IN 0..15 LOOP
      EXECUTE format(
        'CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
        parent, i, parent, i);
    END LOOP;
  END LOOP;
END $$;

CREATE INDEX files_by_check ON files (check_at);
CREATE INDEX file_removals_by_age ON file_removals (due_at);

-- Which messages have a file attached: asked at each download, and before a file is collected. A
-- message without files is not in it. Without fastupdate, as a list of what is not sorted in yet
-- would be read by each question.
CREATE INDEX messages_files ON messages USING gin (files) WITH (fastupdate = off)
  WHERE files IS NOT NULL;
