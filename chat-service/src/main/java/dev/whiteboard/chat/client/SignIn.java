package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;

/**
 * A device that is signed in.
 *
 * @param token what it shows
 * @param refreshToken what the next one is got with, once
 * @param user whose it is
 * @param device which it is; given again at the next sign-in it stays the same
 * @param session this sign-in
 */
public record SignIn(
    TokenSource.Token token, String refreshToken, UserId user, DeviceId device, SessionId session) {
  @Override
  public String toString() {
    return "device %s of user %s, %s".formatted(device, user, token);
  }
}
