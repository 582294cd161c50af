package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import java.time.Instant;

/**
 * Who asks, as a token proved it.
 *
 * @param user the user
 * @param device the device that the token was made for
 * @param session the sign-in, which may be revoked meanwhile
 * @param expiresAt when the token is no longer good
 */
public record Caller(UserId user, DeviceId device, SessionId session, Instant expiresAt) {}
