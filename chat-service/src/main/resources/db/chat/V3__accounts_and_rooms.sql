-- What tokens are signed with. The first node of all makes the first; one with a higher id takes
-- over at its time, and the one before goes on to be believed until it is deleted here.
CREATE TABLE signing_keys (
  id         integer     PRIMARY KEY,
  secret     bytea       NOT NULL CHECK (octet_length(secret) = 32),
  signs_from timestamptz NOT NULL
);

-- Which Idempotency-Key made which group, by whom, from what request; forgotten after a day.
CREATE TABLE chat_requests (
  user_id    uuid        NOT NULL,
  key_hash   bytea       NOT NULL,
  body_hash  bytea       NOT NULL,
  chat_id    uuid        NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, key_hash)
);

CREATE INDEX chat_requests_by_age ON chat_requests (created_at);
