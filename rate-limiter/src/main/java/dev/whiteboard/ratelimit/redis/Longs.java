package dev.whiteboard.ratelimit.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An answer of whole numbers, one or a list of them. */
final class Longs extends CommandOutput<String, String, long[]> {
  private int count;

  /** For so many numbers, or more. */
  Longs(int expected) {
    super(StringCodec.UTF8, new long[expected]);
  }

  @Override
  public void set(long number) {
    if (count == output.length) {
      output = Arrays.copyOf(output, 2 * count + 1);
    }
    output[count++] = number;
  }

  /** Numbers come as numbers; this is a word that nobody asked for. */
  @Override
  public void set(ByteBuffer bytes) {}
}
