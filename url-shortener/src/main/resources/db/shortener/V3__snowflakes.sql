-- Up to when each snowflake worker's time is leased, in ms since the snowflakes' epoch. What lies before
-- has been given to somebody and is never given again.
CREATE TABLE snowflake_workers (
  worker       integer PRIMARY KEY CHECK (worker BETWEEN 0 AND 1023),
  leased_until bigint  NOT NULL
);

INSERT INTO snowflake_workers SELECT worker, 0 FROM generate_series(0, 1023) AS worker;
