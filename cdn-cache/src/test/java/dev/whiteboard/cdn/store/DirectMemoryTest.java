package dev.whiteboard.cdn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {
  private static final int MIN = DirectMemory.BODY_BYTES_MIN;
  private static final int LONG = 3 * DirectMemory.PIECE_BYTES_MAX + 7;
  private static final Duration GENEROUS = Duration.ofSeconds(20);

  @Property(tries = 50)
  void moveTo_anyBody_hasTheSameBytesInEachPart(
      @ForAll @IntRange(min = MIN, max = LONG) int length, @ForAll long seed) {
    var bytes = random(length, seed);
    var body = body(bytes);
    var from = Math.floorMod(seed, length);
    var to = from + Math.floorMod(seed >> 20, length - from + 1);

    body.moveTo(new DirectMemory(LONG));

    assertThat(body.bytes()).isEqualTo(length);
    assertThat(body.all()).allMatch(ByteBuffer::isDirect).allMatch(ByteBuffer::isReadOnly);
    assertThat(bytes(body.all())).isEqualTo(bytes);
    assertThat(bytes(body.part(from, to - from))).isEqualTo(Arrays.copyOfRange(bytes, from, to));
  }

  @Test
  void moveTo_longBody_isInPiecesThatAClientCanKeepUpWith() {
    var body = body(random(LONG, 1));

    body.moveTo(new DirectMemory(LONG));

    assertThat(body.all())
        .extracting(ByteBuffer::remaining)
        .containsExactly(
            DirectMemory.PIECE_BYTES_MAX,
            DirectMemory.PIECE_BYTES_MAX,
            DirectMemory.PIECE_BYTES_MAX,
            7);
  }

  @Test
  void moveTo_shortBody_staysOnTheHeap() {
    var memory = new DirectMemory(LONG);
    var body = body(random(MIN - 1, 2));

    body.moveTo(memory);

    assertThat(body.all()).noneMatch(ByteBuffer::isDirect);
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void moveTo_twice_takesMemoryOnce() {
    var memory = new DirectMemory(LONG);
    var body = body(random(MIN, 3));

    body.moveTo(memory);
    body.moveTo(memory);

    assertThat(memory.bytes()).isEqualTo(MIN);
  }

  @Test
  void moveTo_noRoom_staysOnTheHeapAndTakesNothing() {
    var memory = new DirectMemory(2L * MIN - 1);
    var first = body(random(MIN, 4));
    var second = body(random(MIN, 5));

    first.moveTo(memory);
    second.moveTo(memory);

    assertThat(second.all()).noneMatch(ByteBuffer::isDirect);
    assertThat(bytes(second.all())).isEqualTo(random(MIN, 5));
    assertThat(memory.bytes()).isEqualTo(MIN);
    assertThat(first.all()).allMatch(ByteBuffer::isDirect);
  }

  @Test
  void moveTo_bodiesBeforeAreGone_hasRoomAgain() {
    var memory = new DirectMemory(MIN);
    body(random(MIN, 6)).moveTo(memory);
    var next = body(random(MIN, 7));

    await()
        .atMost(GENEROUS)
        .until(() -> {
          System.gc();
          next.moveTo(memory);
          return next.all().getFirst().isDirect();
        });

    assertThat(memory.bytes()).isEqualTo(MIN);
    assertThat(bytes(next.all())).isEqualTo(random(MIN, 7));
  }

  /** Whoever still writes a part of a body that is gone has its bytes, and nobody else's. */
  @Test
  void part_bodyIsGone_staysGoodUntilItIsLetGoToo() {
    var memory = new DirectMemory(10L * MIN);
    var view = viewOfMoved(memory);

    for (var i = 0; i < 20; i++) {
      System.gc();
      body(random(MIN, 9)).moveTo(memory);
    }

    assertThat(memory.bytes()).isGreaterThanOrEqualTo(MIN);
    assertThat(bytes(List.of(view))).isEqualTo(Arrays.copyOfRange(random(MIN, 8), 5, 105));
    await()
        .atMost(GENEROUS)
        .until(() -> {
          System.gc();
          return memory.bytes() <= MIN;
        });
  }

  private static ByteBuffer viewOfMoved(DirectMemory memory) {
    var body = body(random(MIN, 8));
    body.moveTo(memory);
    return body.part(5, 100).getFirst();
  }

  @Test
  void moveTo_manyAtOnce_neverTakesMoreThanTheBound() throws Exception {
    var memory = new DirectMemory(5L * MIN + 1);
    var bodies = IntStream.range(0, 16).mapToObj(seed -> body(random(MIN, seed))).toList();
    var together = new CyclicBarrier(4);
    var threads =
        IntStream.range(0, 4)
            .mapToObj(_ ->
                Thread.ofPlatform()
                    .start(() -> {
                      meet(together);
                      bodies.forEach(body -> body.moveTo(memory));
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }

    assertThat(memory.bytes()).isEqualTo(5L * MIN);
    assertThat(bodies).filteredOn(body -> body.all().getFirst().isDirect()).hasSize(5);
    for (var seed = 0; seed < bodies.size(); seed++) {
      assertThat(bytes(bodies.get(seed).all())).isEqualTo(random(MIN, seed));
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Body body(byte[] bytes) {
    var builder = new BodyBuilder(bytes.length, BodyBuilder.UNKNOWN);
    builder.add(ByteBuffer.wrap(bytes));
    return builder.build();
  }

  private static byte[] random(int length, long seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(List<ByteBuffer> buffers) {
    var all = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
    buffers.forEach(buffer -> all.put(buffer.duplicate()));
    return all.array();
  }
}
