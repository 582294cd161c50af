-- The moment of each request, kept until it is out of sight: exact, and an entry for each request
-- that is in sight, of about 100 bytes.

algorithms['sliding-log'] = holders
