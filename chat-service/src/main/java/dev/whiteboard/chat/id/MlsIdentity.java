package dev.whiteboard.chat.id;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/**
 * Who a member of a group is: a device of a user, as its basic credential says it. It is a claim:
 * that the keys behind it are that user's is what comparing safety numbers proves.
 *
 * @param user the user
 * @param device one of his devices; each is a member of its own
 */
public record MlsIdentity(UserId user, DeviceId device) implements Comparable<MlsIdentity> {
  private static final Comparator<MlsIdentity> ORDER =
      Comparator.comparing((MlsIdentity i) -> i.user.value()).thenComparing(i -> i.device.value());
  private static final char BETWEEN = '/';

  /** Reads the content of a credential; empty where it names no device of a user. */
  public static Optional<MlsIdentity> parse(byte[] bytes) {
    return parse(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Reads {@code user/device}; empty where it is not that. */
  public static Optional<MlsIdentity> parse(String text) {
    var cut = text.indexOf(BETWEEN);
    if (cut < 0) {
      return Optional.empty();
    }
    var device = DeviceId.parse(text.substring(cut + 1));
    return UserId.parse(text.substring(0, cut))
        .flatMap(u -> device.map(d -> new MlsIdentity(u, d)));
  }

  /** As it stands in the credential. */
  public byte[] bytes() {
    return toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public int compareTo(MlsIdentity other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return user.toString() + BETWEEN + device;
  }
}
