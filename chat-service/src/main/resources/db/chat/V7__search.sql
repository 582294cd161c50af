-- The words of messages, to be found by. Written from Kafka, a moment behind the messages; all of it
-- can be made anew from them.
--
-- One of the words is the chat: '/' and its id, which is no word of any text. So the index answers for
-- one chat's messages alone, and its other half is not another index that would have to be joined with
-- it. For the same reason the key begins with seq: by an index that began with the chat a plan could
-- read all of a chat, message by message.
--
-- version is the seq of what gave the message these words, itself or its newest edit or deletion: what
-- comes twice, or late, changes nothing. A deleted message keeps its row, without words.
CREATE TABLE message_words (
  chat_id uuid        NOT NULL,
  seq     bigint      NOT NULL,
  version bigint      NOT NULL,
  sent_at timestamptz NOT NULL,
  words   tsvector    NOT NULL,
  PRIMARY KEY (seq, chat_id)
) PARTITION BY HASH (chat_id);

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE message_words_%s PARTITION OF message_words
       FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
      i, i);
  END LOOP;
END $$;

-- New words wait in a list, from which many are sorted in at once: that is cheaper. Each search
-- reads the list from end to end, so it is short: 256 KiB for each partition.
CREATE INDEX message_words_by_word ON message_words
USING gin (words) WITH (fastupdate = on, gin_pending_list_limit = 256);
