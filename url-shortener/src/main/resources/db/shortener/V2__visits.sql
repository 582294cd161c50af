-- Visits, counted from Kafka.

-- All visits of a link. Kept beside the minutes, whose sum would take long for an old link.
CREATE TABLE visit_totals (
  code   text COLLATE "C" PRIMARY KEY,
  visits bigint           NOT NULL
);

CREATE TABLE visits_by_minute (
  code   text COLLATE "C" NOT NULL,
  minute timestamptz      NOT NULL,
  visits bigint           NOT NULL,
  PRIMARY KEY (code, minute)
) PARTITION BY HASH (code);

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE visits_by_minute_%s PARTITION OF visits_by_minute'
      ' FOR VALUES WITH (MODULUS 16, REMAINDER %s)', i, i);
  END LOOP;
END $$;

-- How far each partition of the click topic has been counted. It moves in the transaction that adds
-- the counts, so that a batch counts once, however often it is read.
CREATE TABLE click_offsets (
  topic       text    NOT NULL, -- its name and its id: made anew, it counts from 0 again
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL,
  PRIMARY KEY (topic, partition)
);
