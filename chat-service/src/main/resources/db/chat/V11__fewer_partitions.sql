-- A statement that looks for rows of chats it is not told before it runs opens every partition,
-- whichever it needs: with 16 of each table a batch of messages cost a millisecond of processor,
-- however small it was. So the tables that each message is written to have 4.
DO $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['chats', 'members', 'messages', 'message_words'] LOOP
    EXECUTE format('CREATE TEMPORARY TABLE %1$s_was ON COMMIT DROP AS SELECT * FROM %1$s', parent);
    FOR i IN 0..15 LOOP
      EXECUTE format('DROP TABLE %s_%s', parent, i);
    END LOOP;
    FOR i IN 0..3 LOOP
      EXECUTE format(
        'CREATE TABLE %1$s_%2$s PARTITION OF %1$s FOR VALUES WITH (MODULUS 4, REMAINDER %2$s)',
        parent, i);
    END LOOP;
    EXECUTE format('INSERT INTO %1$s SELECT * FROM %1$s_was', parent);
  END LOOP;
  -- Room for marks that move, as V8 says.
  FOR i IN 0..3 LOOP
    EXECUTE format('ALTER TABLE members_%s SET (fillfactor = 60)', i);
  END LOOP;
END $$;
