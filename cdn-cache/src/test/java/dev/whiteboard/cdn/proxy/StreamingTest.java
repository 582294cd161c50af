package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A body of 1 GB through a node in a process of its own, which has 64 MB of heap. */
class StreamingTest {
  private static final long BYTES = 1L << 30;

  private static final long UNKNOWN_BYTES = BYTES / 4;

  /** What may be under way: buffers of four sockets, which the kernel lets grow, and one fill. */
  private static final long UNDER_WAY_MAX = 128L << 20;

  private static final Duration STILL = Duration.ofMillis(300);
  private static final Duration GENEROUS = Duration.ofSeconds(20);
  private static final byte[] BLOCK = block();
  private static final AtomicLong sent = new AtomicLong();
  private static final AtomicLong received = new AtomicLong();
  private static final CRC32 receivedSum = new CRC32();
  private static final AtomicReference<HttpServerRequest> upload = new AtomicReference<>();
  private static EventLoops loops;
  private static HttpServer origin;
  private static Process node;
  private static BufferedReader said;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    loops = EventLoops.open();
    origin =
        loops
            .vertx()
            .createHttpServer()
            .requestHandler(StreamingTest::answer)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                OneEdge.class.getName(),
                "0",
                "http://127.0.0.1:" + origin.actualPort(),
                "1")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    said = node.inputReader();
    port = portOf(said);
  }

  private static int portOf(BufferedReader lines) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("listening on ")) {
        return Integer.parseInt(line.substring("listening on ".length()));
      }
    }
    throw new IOException("the node did not start");
  }

  private static byte[] block() {
    var block = new byte[64 << 10];
    for (var i = 0; i < block.length; i++) {
      block[i] = (byte) (i * 31 + (i >> 8));
    }
    return block;
  }

  @AfterAll
  static void stop() throws Exception {
    said.close();
    node.destroyForcibly().waitFor();
    loops.close();
  }

  private static void answer(HttpServerRequest request) {
    switch (String.valueOf(request.path())) {
      case "/upload" -> {
        request.pause();
        request.handler(chunk -> {
          received.addAndGet(chunk.length());
          receivedSum.update(chunk.getBytes());
        });
        request.endHandler(_ -> request.response().end("thanks"));
        upload.set(request);
      }
      case "/length" -> {
        request.response().putHeader("content-length", Long.toString(BYTES));
        begin(request, "no-store", BYTES);
      }
      default -> {
        request.response().setChunked(true);
        begin(request, "max-age=60", UNKNOWN_BYTES);
      }
    }
  }

  private static void begin(HttpServerRequest request, String cacheControl, long bytes) {
    sent.set(0);
    request.response().putHeader("cache-control", cacheControl);
    request.response().drainHandler(_ -> go(request, bytes));
    go(request, bytes);
  }

  private static void go(HttpServerRequest request, long bytes) {
    var response = request.response();
    while (!response.ended() && !response.writeQueueFull() && sent.get() < bytes) {
      response.write(Buffer.buffer(BLOCK));
      if (sent.addAndGet(BLOCK.length) == bytes) {
        response.end();
      }
    }
  }

  private static long expectedSum() {
    var sum = new CRC32();
    for (var at = 0L; at < BYTES; at += BLOCK.length) {
      sum.update(BLOCK);
    }
    return sum.getValue();
  }

  /** Nothing has moved for a while: whoever sends is held up. */
  private static void awaitStill(AtomicLong count) {
    var last = new AtomicLong(-1);
    await()
        .atMost(GENEROUS)
        .pollInterval(STILL)
        .until(() -> count.get() > 0 && last.getAndSet(count.get()) == count.get());
  }

  @Test
  void download_waitsForASlowReader_andArrivesWhole() throws IOException {
    try (var client = RawConnection.to(port)) {
      client.send("GET /length HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
      awaitStill(sent);
      assertThat(sent.get()).isLessThan(UNDER_WAY_MAX);
      var sum = new CRC32();
      var buffer = new byte[256 << 10];
      for (var left = BYTES; left > 0; ) {
        var count = client.in().read(buffer, 0, (int) Math.min(buffer.length, left));
        assertThat(count).isPositive();
        sum.update(buffer, 0, count);
        left -= count;
      }
      assertThat(sum.getValue()).isEqualTo(expectedSum());
    }
    assertThat(node.isAlive()).isTrue();
  }

  /** It could be kept, until it turns out to be too long for that. */
  @Test
  void downloadOfUnknownLength_isNotHeldWhole() throws IOException {
    try (var client = RawConnection.to(port)) {
      client.send("GET /unknown HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
      awaitStill(sent);
      assertThat(sent.get()).isLessThan(UNDER_WAY_MAX);
      var bytes = 0L;
      for (var chunk = client.readChunk(); !chunk.isEmpty(); chunk = client.readChunk()) {
        bytes += chunk.length();
      }
      assertThat(bytes).isEqualTo(UNKNOWN_BYTES);
    }
    assertThat(node.isAlive()).isTrue();
  }

  @Test
  void upload_waitsForASlowOrigin_andArrivesWhole() throws Exception {
    var written = new AtomicLong();
    try (var client = RawConnection.to(port)) {
      client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + BYTES + "\r\n\r\n");
      var sender =
          Thread.ofVirtual()
              .start(() -> {
                while (written.get() < BYTES) {
                  write(client, written);
                }
              });
      await().atMost(GENEROUS).until(() -> upload.get() != null);
      awaitStill(written);
      assertThat(written.get()).isLessThan(UNDER_WAY_MAX);
      Objects.requireNonNull(upload.get()).resume();
      sender.join();
      assertThat(client.read().body()).isEqualTo("thanks");
    }
    assertThat(received.get()).isEqualTo(BYTES);
    assertThat(receivedSum.getValue()).isEqualTo(expectedSum());
    assertThat(node.isAlive()).isTrue();
  }

  private static void write(RawConnection client, AtomicLong written) {
    try {
      client.out().write(BLOCK);
      written.addAndGet(BLOCK.length);
    } catch (IOException e) {
      written.set(BYTES);
    }
  }
}
