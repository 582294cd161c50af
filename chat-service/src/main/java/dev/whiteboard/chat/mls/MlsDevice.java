package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A device as a member of groups.
 *
 * @param user whose it is
 * @param device which one
 */
public record MlsDevice(UserId user, DeviceId device) {
  /** Reads a basic credential of ours; empty where it is none. */
  static Optional<MlsDevice> parse(byte[] identity) {
    return parse(new String(identity, StandardCharsets.ISO_8859_1));
  }

  /** Reads {@code user/device}; empty where it is not that. */
  public static Optional<MlsDevice> parse(String text) {
    var cut = text.indexOf('/');
    if (cut < 0) {
      return Optional.empty();
    }
    var device = DeviceId.parse(text.substring(cut + 1));
    return UserId.parse(text.substring(0, cut)).flatMap(u -> device.map(d -> new MlsDevice(u, d)));
  }

  @Override
  public String toString() {
    return user.toString() + '/' + device;
  }
}
