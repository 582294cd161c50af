package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final int MEGABYTE = 1024 * 1024;

  @Test
  void next_memoryAndFileInTurns_isWhatWasPutInThatOrder() throws Exception {
    try (var outbox = new Outbox()) {
      var put = new StringBuilder();
      var got = new StringBuilder();
      for (var round = 0; round < 3; round++) {
        for (var i = 0; i < 50; i++) {
          var bytes = (round + ":" + i + ",").repeat(3_000);
          put.append(bytes);
          outbox.put(Buffer.buffer(bytes));
        }
        while (got.length() < put.length() - round * 10_000) {
          got.append(outbox.next());
        }
      }
      outbox.finish();
      for (var bytes = outbox.next(); bytes != null; bytes = outbox.next()) {
        got.append(bytes);
      }

      assertThat(got.toString().equals(put.toString())).isTrue();
    }
  }

  @Test
  void put_full_waitsUntilAllWasTaken() throws Exception {
    try (var outbox = new Outbox()) {
      for (var i = 0; i < 128; i++) {
        outbox.put(Buffer.buffer(new byte[MEGABYTE]));
      }
      var waiting = Thread.ofVirtual().start(() -> put(outbox));
      assertThat(waiting.join(Duration.ofMillis(100))).isFalse();

      var bytes = 0;
      while (bytes < 128 * MEGABYTE) {
        bytes += lengthOf(outbox.next());
      }

      waiting.join();
      assertThat(lengthOf(outbox.next())).isPositive();
    }
  }

  @Test
  void close_letsBothSidesGo() throws Exception {
    var outbox = new Outbox();
    outbox.put(Buffer.buffer("never read"));
    outbox.close();

    assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(outbox::next);
    assertThatExceptionOfType(StreamBrokenException.class)
        .isThrownBy(() -> outbox.put(Buffer.buffer("x")));
  }

  private static void put(Outbox outbox) {
    try {
      outbox.put(Buffer.buffer(new byte[MEGABYTE]));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int lengthOf(@Nullable Buffer bytes) {
    return bytes == null ? 0 : bytes.length();
  }
}
