-- How those hear of messages who are away. Keys and targets here are secrets: a push service delivers
-- whatever comes to an endpoint.

-- The pair that push services know us by (VAPID, RFC 8292), one for all nodes: browsers subscribe with
-- the public one, and take nothing that another has signed. PKCS #8; an uncompressed point.
CREATE TABLE push_keys (
  id          smallint PRIMARY KEY CHECK (id = 1),
  private_key bytea    NOT NULL,
  public_key  bytea    NOT NULL CHECK (octet_length(public_key) = 65)
);

-- Where a user wants to be told. It ends with the session that asked for it. channel: 0 Web Push,
-- 1 webhook, 2 e-mail, 3 log. secret: of Web Push the browser's public key and secret, of a webhook
-- what its requests are signed with, of an address that is not confirmed the hash of its code.
CREATE TABLE push_subscriptions (
  user_id     uuid        NOT NULL,
  id          uuid        NOT NULL,
  device_id   uuid        NOT NULL,
  session_id  uuid        NOT NULL,
  channel     smallint    NOT NULL,
  target      text        NOT NULL,
  target_hash bytea       NOT NULL,
  secret      bytea       NOT NULL,
  confirmed   boolean     NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, channel, target_hash)
) PARTITION BY HASH (user_id);

-- A browser has one endpoint for whoever uses it: that of the one before is found by it.
CREATE INDEX push_subscriptions_by_target ON push_subscriptions (target_hash);

-- How far each chat has been heard, so that what Kafka tells twice is heard once.
CREATE TABLE push_chats (
  chat_id   uuid   NOT NULL PRIMARY KEY,
  heard_seq bigint NOT NULL
) PARTITION BY HASH (chat_id);

DO $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['push_subscriptions', 'push_chats'] LOOP
    FOR i IN 0..15 LOOP
      EXECUTE format(
        'CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
        parent, i, parent, i);
    END LOOP;
  END LOOP;
END $$;

-- Pushes that wait: one for each subscription and chat, however many messages it is for. upto_seq is
-- the newest of them; said_at is when the oldest was kept. Taken from due_at on, in the order of
-- rank_at, by who leases it. As the outbox, not split: a row stays for seconds.
CREATE TABLE pushes (
  subscription_id uuid        NOT NULL,
  chat_id         uuid        NOT NULL,
  user_id         uuid        NOT NULL,
  upto_seq        bigint      NOT NULL,
  urgent          boolean     NOT NULL,
  said_at         timestamptz NOT NULL,
  due_at          timestamptz NOT NULL,
  rank_at         timestamptz NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  lease           uuid,
  leased_until    timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (subscription_id, chat_id)
) WITH (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000
);

CREATE INDEX pushes_by_rank ON pushes (rank_at);

-- Pushes that were given up, for operators; forgotten after a week.
CREATE TABLE push_dead_letters (
  id              uuid        PRIMARY KEY,
  subscription_id uuid        NOT NULL,
  user_id         uuid        NOT NULL,
  chat_id         uuid        NOT NULL,
  upto_seq        bigint      NOT NULL,
  channel         smallint    NOT NULL,
  attempts        integer     NOT NULL,
  reason          text        NOT NULL,
  died_at         timestamptz NOT NULL
);

CREATE INDEX push_dead_letters_by_age ON push_dead_letters (died_at);
