package dev.whiteboard.shortener.click;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Gathers the clicks of one event loop into batches. Not thread-safe: each event loop has its own,
 * and so needs no lock.
 */
public final class ClickBuffer {
  /** A batch's size: some 1,000 clicks on generated codes. */
  private static final int BATCH_BYTES_MAX = 16 * 1024;

  private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES_MAX);
  private final Consumer<byte[]> full;

  /** Hands batches on; the consumer must not block. */
  public ClickBuffer(Consumer<byte[]> full) {
    this.full = full;
    ClickBatch.begin(batch);
  }

  /** Adds a click. */
  public void add(String code, long atMillis) {
    if (!ClickBatch.fits(batch, code)) {
      flush();
    }
    ClickBatch.append(batch, code, atMillis);
  }

  /** Hands on what has been gathered. */
  public void flush() {
    if (batch.position() > 1) {
      full.accept(Arrays.copyOf(batch.array(), batch.position()));
      ClickBatch.begin(batch);
    }
  }
}
