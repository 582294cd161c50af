-- Takes longer than requests let a statement run, a server be silent, and a transaction idle.
SELECT pg_sleep(6);
