-- A subscription is good while its user is signed in on its device, by whichever session.
ALTER TABLE push_subscriptions DROP COLUMN session_id;

CREATE INDEX sessions_by_device ON sessions (user_id, device_id) WHERE revoked_at IS NULL;

-- Too many of one subscription within a day end it.
CREATE INDEX push_dead_letters_by_subscription ON push_dead_letters (subscription_id, died_at);
