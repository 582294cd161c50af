package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import java.time.Instant;

/**
 * A device that is signed in.
 *
 * @param id the sign-in
 * @param device on which device
 * @param createdAt when it signed in
 * @param refreshedAt when it last got a new token
 * @param expiresAt when it is signed out unless it gets another
 */
public record Session(
    SessionId id, DeviceId device, Instant createdAt, Instant refreshedAt, Instant expiresAt) {}
