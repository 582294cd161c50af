CREATE TABLE codes (key text COLLATE "C") PARTITION BY HASH (key);
CREATE TABLE ids (key uuid) PARTITION BY HASH (key);
