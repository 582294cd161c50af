-- Marks move all the time, and no index has them. With room left in a page the new version of a row
-- stays beside the old, and no index is touched.
DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format('ALTER TABLE members_%s SET (fillfactor = 60)', i);
  END LOOP;
END $$;
