-- What the log needs beside the messages.

-- The edits of a message: they are emptied with it when it is deleted. 2 is the kind EDIT.
CREATE INDEX messages_edits ON messages (chat_id, ref) WHERE kind = 2;

-- What is still to be told to Kafka: written with the message, deleted when Kafka has it. A row
-- stays for a moment only, so this is not split as the messages are: when a partition moves, its
-- rows have passed. A chat keeps to one lane, and id counts up under the chat's lock, so that in
-- one chat its order is that of the messages.
CREATE TABLE outbox (
  lane    smallint NOT NULL,
  id      bigint   GENERATED ALWAYS AS IDENTITY,
  chat_id uuid     NOT NULL,
  seq     bigint   NOT NULL,
  PRIMARY KEY (lane, id)
) WITH (
  -- Emptied as fast as it is filled: what is dead has to go long before it is a fifth of the table.
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000
);

-- Which node tells a lane's messages, and until when; by the database's clock, as the nodes' differ.
CREATE TABLE outbox_leases (
  lane       smallint    PRIMARY KEY,
  node       uuid        NOT NULL,
  expires_at timestamptz NOT NULL
);
