package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.id.MlsIdentity;
import java.nio.BufferUnderflowException;
import java.util.Optional;

/** Whose a key package says it is (RFC 9420, section 10). */
final class KeyPackageHeader {
  private static final int MLS_1_0 = 1;
  private static final int KEY_PACKAGE = 5;
  private static final int SUITE = 1;
  private static final int BASIC = 1;

  private KeyPackageHeader() {}

  /** The device that it names; empty where it is none, of another suite, or names none. */
  static Optional<MlsIdentity> parse(byte[] message) {
    try {
      return read(new WireReader(message));
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  private static Optional<MlsIdentity> read(WireReader in) {
    if (in.uint16() != MLS_1_0
        || in.uint16() != KEY_PACKAGE
        || in.uint16() != MLS_1_0
        || in.uint16() != SUITE) {
      return Optional.empty();
    }
    in.opaque(); // the key that a welcome is encrypted to
    in.opaque(); // the leaf's
    in.opaque(); // what it signs with
    return in.uint16() == BASIC ? MlsIdentity.parse(in.opaque()) : Optional.empty();
  }
}
