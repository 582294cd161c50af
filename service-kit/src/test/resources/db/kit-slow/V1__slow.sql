-- Takes longer than a transaction may idle, and no statement of it longer than one may take.
SELECT pg_sleep(2);
SELECT pg_sleep(2);
