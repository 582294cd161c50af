package dev.whiteboard.chat.file;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What a client sends, chunk by chunk. */
@FunctionalInterface
public interface BodyChunks {
  /**
   * The next bytes; blocks until some are there.
   *
   * @return empty at the end
   * @throws RuntimeException where no more can come
   */
  Optional<ByteBuffer> next();
}
