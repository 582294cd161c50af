-- What there is to know of each draft before it gets a place.
--
-- Takes:   arrays of one length, an entry for each draft:
--          :chats, :devices, :mids, :senders
-- Returns: a row for each, in their order:
--          first_seq, first_at   of the same device and mid, where it came before
--          joined_seq            where the sender is a member now
--
-- A statement of its own, behind the one that locks: a statement sees what was committed when it
-- began. The one that waited for the lock began before whoever held it committed his messages.
--
-- Each lookup is LATERAL with a LIMIT, so that it is always one probe of an index: joined plainly,
-- a plan made while the tables were small reads them whole when they are large.
SELECT first.seq AS first_seq, first.sent_at AS first_at, membership.joined_seq
FROM unnest(:chats, :devices, :mids, :senders) WITH ORDINALITY
  AS draft (chat_id, device_id, mid, sender_id, place)
LEFT JOIN LATERAL (
  SELECT seq, sent_at
  FROM messages
  WHERE chat_id = draft.chat_id AND device_id = draft.device_id AND mid = draft.mid
  LIMIT 1) AS first ON true
LEFT JOIN LATERAL (
  SELECT joined_seq
  FROM members
  WHERE chat_id = draft.chat_id AND user_id = draft.sender_id AND left_seq IS NULL
  LIMIT 1) AS membership ON true
ORDER BY draft.place
