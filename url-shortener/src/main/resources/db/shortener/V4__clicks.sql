-- Who visited: how many, and what they have in common.

-- A day of a link, in UTC. The sketch is a HyperLogLog, drawn in the class of that name; visitors is
-- what it estimates, so that reading needs no sketch. Visitors are hashed under another salt each
-- day, so those of several days add up.
CREATE TABLE visits_by_day (
  code            text COLLATE "C" NOT NULL,
  day             date             NOT NULL,
  bots            bigint           NOT NULL,
  visitors        bigint           NOT NULL DEFAULT 0,
  visitors_sketch bytea            NOT NULL DEFAULT '',
  PRIMARY KEY (code, day)
) PARTITION BY HASH (code);

-- Visits of a day by referrer (facet 1), browser (2), system (3), device (4) and country (5). A link
-- has at most 200 names of a facet on a day, and 'other': names come from the visitors.
CREATE TABLE visits_by_name (
  code   text COLLATE "C" NOT NULL,
  day    date             NOT NULL,
  facet  integer          NOT NULL,
  name   text COLLATE "C" NOT NULL,
  visits bigint           NOT NULL,
  PRIMARY KEY (code, day, facet, name)
) PARTITION BY HASH (code);

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE visits_by_day_%s PARTITION OF visits_by_day'
      ' FOR VALUES WITH (MODULUS 16, REMAINDER %s)', i, i);
    EXECUTE format(
      'CREATE TABLE visits_by_name_%s PARTITION OF visits_by_name'
      ' FOR VALUES WITH (MODULUS 16, REMAINDER %s)', i, i);
  END LOOP;
END $$;

-- Which batches of a sender (an event loop of a process) are counted: all up to 64 below the highest,
-- and of the last 64 those whose bit is set. A batch that Kafka holds twice counts once. To count a
-- topic anew, empty this table along with click_offsets.
CREATE TABLE click_senders (
  sender     bigint PRIMARY KEY,
  highest    bigint NOT NULL,
  seen       bigint NOT NULL,
  counted_on date   NOT NULL
);

-- What visitors of a day are hashed under; deleted when the day is over, so that nobody can find out
-- any more who they were.
CREATE TABLE visitor_salts (
  day  date  PRIMARY KEY,
  salt bytea NOT NULL
);
