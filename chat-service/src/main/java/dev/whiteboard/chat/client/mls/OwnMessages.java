package dev.whiteboard.chat.client.mls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What this member said, by what it became: nobody can decrypt a message of his own. */
final class OwnMessages {
  /** So many are remembered, the newest: as many as are on their way at most. */
  private static final int KEPT = 256;

  private final Map<String, byte[]> said =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  void remember(byte[] message, byte[] plaintext) {
    said.put(key(message), plaintext.clone());
  }

  Optional<byte[]> recall(byte[] message) {
    return Optional.ofNullable(said.get(key(message))).map(byte[]::clone);
  }

  private static String key(byte[] message) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
