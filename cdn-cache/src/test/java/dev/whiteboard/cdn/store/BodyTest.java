package dev.whiteboard.cdn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static final long MAX = 10_000_000;

  @Property(tries = 200)
  void build_anyPieces_isTheirBytesExactly(
      @ForAll @Size(max = 20) List<@IntRange(max = 70_000) Integer> sizes,
      @ForAll @IntRange(min = -1, max = 1_000_000) int expected,
      @ForAll long seed) {
    var bytes = new byte[sizes.stream().mapToInt(Integer::intValue).sum()];
    new Random(seed).nextBytes(bytes);
    var builder = new BodyBuilder(MAX, expected);
    var at = 0;
    for (var size : sizes) {
      assertThat(builder.add(ByteBuffer.wrap(bytes, at, size))).isTrue();
      at += size;
    }

    var body = builder.build();

    assertThat(body.bytes()).isEqualTo(bytes.length);
    assertThat(bytes(body.all())).isEqualTo(bytes);
    assertThat(body.chunks()).allMatch(chunk -> chunk.capacity() == chunk.remaining());
    assertThat(body.chunks()).allMatch(ByteBuffer::isReadOnly);
  }

  @Property(tries = 200)
  void part_any_isThoseBytes(@ForAll @IntRange(max = 600_000) int from, @ForAll long seed) {
    var bytes = new byte[600_000];
    new Random(seed).nextBytes(bytes);
    var builder = new BodyBuilder(MAX, BodyBuilder.UNKNOWN);
    builder.add(ByteBuffer.wrap(bytes));
    var body = builder.build();
    var length = (int) Math.floorMod(seed, 600_001L - from);

    assertThat(bytes(body.part(from, length)))
        .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
  }

  @Test
  void part_beyondTheEnd_isRefused() {
    var builder = new BodyBuilder(MAX, 3);
    builder.add(ByteBuffer.allocate(3));
    var body = builder.build();

    assertThat(body.part(3, 0)).isEmpty();
    assertThatThrownBy(() -> body.part(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void add_tooMuch_isRefused() {
    var builder = new BodyBuilder(10, BodyBuilder.UNKNOWN);

    assertThat(builder.add(ByteBuffer.allocate(10))).isTrue();
    assertThat(builder.add(ByteBuffer.allocate(1))).isFalse();
    assertThat(builder.build().bytes()).isEqualTo(10);
  }

  @Test
  void add_lengthAnnouncedThatNeverComes_takesNoMoreThanAChunk() {
    var builder = new BodyBuilder(Long.MAX_VALUE, 1L << 40);
    builder.add(ByteBuffer.allocate(1));

    assertThat(builder.build().chunks().getFirst().capacity()).isEqualTo(1);
  }

  private static byte[] bytes(List<ByteBuffer> buffers) {
    var all = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
    buffers.forEach(all::put);
    return all.array();
  }
}
