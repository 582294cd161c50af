-- The chat's tables. All that belongs to one chat is split by a hash of the chat: a message is kept
-- in one partition with its chat and its members, and a partition is what moves when one machine is
-- outgrown. What belongs to a user is split by a hash of the user.

CREATE TABLE accounts (
  id            uuid        PRIMARY KEY,
  name          text        NOT NULL,
  -- The name as it is compared: case folded, so that Ada and ada are one. "C" compares bytes, and
  -- so its index finds beginnings too.
  name_key      text COLLATE "C" NOT NULL UNIQUE,
  password_hash text        NOT NULL,
  created_at    timestamptz NOT NULL
);

-- A signed-in device. A refresh token has two parts: the family, which stays, and a rest that
-- changes each time it is used; of both the hashes are kept alone. Who brings the family with
-- another rest has a token that was used before, however long ago: stolen, or stolen from.
CREATE TABLE sessions (
  id           uuid        PRIMARY KEY,
  user_id      uuid        NOT NULL REFERENCES accounts,
  device_id    uuid        NOT NULL,
  family_hash  bytea       NOT NULL UNIQUE,
  refresh_hash bytea       NOT NULL,
  created_at   timestamptz NOT NULL,
  refreshed_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  -- By this server's clock, which all nodes read it by.
  revoked_at   timestamptz
);

CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

-- A chat. last_seq is the sequence number of its newest message; who takes the next one holds this
-- row's lock. members_seq is that of the newest message that changed who is a member.
CREATE TABLE chats (
  id           uuid        PRIMARY KEY,
  kind         smallint    NOT NULL,
  encrypted    boolean     NOT NULL,
  title        text,
  created_by   uuid        NOT NULL,
  created_at   timestamptz NOT NULL,
  last_seq     bigint      NOT NULL,
  members_seq  bigint      NOT NULL,
  member_count integer     NOT NULL
) PARTITION BY HASH (id);

-- Two users have one direct chat, however often and from wherever it is made.
CREATE TABLE direct_chats (
  user_low  uuid NOT NULL,
  user_high uuid NOT NULL,
  chat_id   uuid NOT NULL,
  PRIMARY KEY (user_low, user_high),
  CHECK (user_low < user_high)
);

-- Who is, or was, in a chat. A member sees the messages after joined_seq and, where he left, up to
-- left_seq. Two watermarks, not a row a message: all up to them is delivered, or read. Nodes look
-- for those who joined lately, by the clock of the database: a hint of it may have been lost.
CREATE TABLE members (
  chat_id       uuid     NOT NULL,
  user_id       uuid     NOT NULL,
  role          smallint NOT NULL,
  joined_seq    bigint   NOT NULL,
  left_seq      bigint,
  delivered_seq bigint   NOT NULL DEFAULT 0,
  read_seq      bigint   NOT NULL DEFAULT 0,
  joined_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (chat_id, user_id),
  CHECK (read_seq <= delivered_seq)
) PARTITION BY HASH (chat_id);

CREATE INDEX members_by_joining ON members (joined_at);

-- The same from the user's side: the chats to show, and to watch while a device is connected.
CREATE TABLE inbox (
  user_id uuid NOT NULL,
  chat_id uuid NOT NULL,
  PRIMARY KEY (user_id, chat_id)
) PARTITION BY HASH (user_id);

-- A message, and all else that has a place in the chat's order: edits, deletions, joins, commits of
-- a group's keys. ref is the sequence number that it is about. changed_seq is that of the newest
-- edit or deletion of this one; body, ciphertext and files are empty once it is deleted.
--
-- The second key makes a retry find the first: a device never uses a mid twice, so it stands for ever.
CREATE TABLE messages (
  chat_id     uuid        NOT NULL,
  seq         bigint      NOT NULL,
  device_id   uuid        NOT NULL,
  mid         uuid        NOT NULL,
  sender_id   uuid        NOT NULL,
  sent_at     timestamptz NOT NULL,
  kind        smallint    NOT NULL,
  ref         bigint,
  body        text,
  ciphertext  bytea,
  files       uuid[],
  changed_seq bigint,
  deleted     boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (chat_id, seq),
  UNIQUE (chat_id, device_id, mid),
  CHECK (seq > 0)
) PARTITION BY HASH (chat_id);

DO $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['chats', 'members', 'inbox', 'messages'] LOOP
    FOR i IN 0..15 LOOP
      EXECUTE format(
        'CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
        parent, i, parent, i);
    END LOOP;
  END LOOP;
END $$;
