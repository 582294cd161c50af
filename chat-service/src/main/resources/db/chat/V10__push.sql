-- A subscription is good while its user is signed in on its device, by whichever session.
ALTER TABLE push_subscriptions DROP COLUMN session_id;

CREATE INDEX sessions_by_device ON sessions (user_id, device_id) WHERE revoked_at IS NULL;
