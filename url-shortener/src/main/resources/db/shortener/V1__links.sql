-- The shortener's tables. What differs from the one that the interview draws, and why, is in
-- docs/decisions/0004-shortener-schema.md.

-- Who may make links under a name of their own. Only the hash of a key is kept, and no longer than
-- the key is good for; the row stays, as links refer to it.
CREATE TABLE api_keys (
  id         text        PRIMARY KEY,
  name       text        NOT NULL,
  hash       bytea,
  created_at timestamptz NOT NULL
);

-- A link. Split by a hash of the code, so that a redirect touches one partition, and a partition is
-- what moves when one machine is outgrown. "C" compares bytes: Abc and aBc are two links.
CREATE TABLE links (
  code        text COLLATE "C" PRIMARY KEY,
  url         text             NOT NULL,
  redirect    smallint         NOT NULL,
  title       text,
  tags        text[]           NOT NULL,
  created_at  timestamptz      NOT NULL,
  expires_at  timestamptz,
  max_visits  integer,
  owner_key   text REFERENCES api_keys,
  manage_hash bytea
) PARTITION BY HASH (code);

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE links_%s PARTITION OF links FOR VALUES WITH (MODULUS 16, REMAINDER %s)', i, i);
  END LOOP;
END $$;

CREATE INDEX links_by_owner ON links (owner_key, created_at DESC, code DESC)
  WHERE owner_key IS NOT NULL;

-- What is left of a limited link's visits. Apart from the link, which is read far more than written.
CREATE TABLE visit_budgets (
  code        text COLLATE "C" PRIMARY KEY,
  visits_left integer          NOT NULL CHECK (visits_left >= 0)
);

-- The next id that no node has leased. One row.
CREATE TABLE id_counter (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  next_id bigint  NOT NULL
);

INSERT INTO id_counter (next_id) VALUES (0);

-- What codes and tokens are derived from; made by the first node, the same for all. One row.
CREATE TABLE service_secret (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  secret bytea   NOT NULL
);

-- Which link an Idempotency-Key made, by whom, from what body; forgotten after a day.
CREATE TABLE idempotency_keys (
  scope      text             NOT NULL,
  key_hash   bytea            NOT NULL,
  body_hash  bytea            NOT NULL,
  code       text COLLATE "C" NOT NULL,
  created_at timestamptz      NOT NULL,
  PRIMARY KEY (scope, key_hash)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
