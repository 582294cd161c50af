-- What some node does now and then for all of them, and when it was begun last. Whoever moves the time
-- does it: nobody holds a lock meanwhile, and where he dies another has it at the next time.
CREATE TABLE chores (
  name     text        PRIMARY KEY,
  begun_at timestamptz NOT NULL
);
