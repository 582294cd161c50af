package dev.whiteboard.cdn.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.proxy.RawOrigin.Reply;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that are kept outside of the heap, from their first hit on. */
class DirectBodyTest {
  /** More than sockets hold: the rest waits in the node for who reads slowly. */
  private static final int LARGE = 24 << 20;

  private static final int MIDDLE = 100 << 10;
  private static final Duration GENEROUS = Duration.ofSeconds(20);
  private static EventLoops loops;
  private static RawOrigin origin;

  @BeforeAll
  static void start() throws IOException {
    loops = EventLoops.open();
    origin = RawOrigin.start(request -> reply(request.split(" ", 3)[1]));
  }

  private static Reply reply(String path) {
    var body = body(path);
    return Reply.of(
        "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Another for each path. */
  private static String body(String path) {
    var bytes = new byte[path.startsWith("/large") ? LARGE : MIDDLE];
    new Random(path.hashCode()).nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  @AfterAll
  static void stop() throws Exception {
    origin.close();
    loops.close();
  }

  private static OneEdge edge() throws IOException {
    return OneEdge.before(loops.vertx(), origin.uri());
  }

  private static RawConnection.Answer get(OneEdge edge, String path, String... fields)
      throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      return client.ask("GET " + path + " HTTP/1.1", fields);
    }
  }

  @Test
  void body_askedForOnce_staysOnTheHeap() throws IOException {
    try (var edge = edge()) {
      assertThat(get(edge, "/once").body()).isEqualTo(body("/once"));
      assertThat(edge.direct().bytes()).isZero();
    }
  }

  @Test
  void body_askedForAgain_leavesTheHeapOnce_andIsTheSame() throws IOException {
    try (var edge = edge()) {
      for (var i = 0; i < 4; i++) {
        assertThat(get(edge, "/again").body()).isEqualTo(body("/again"));
      }
      assertThat(edge.direct().bytes()).isEqualTo(MIDDLE);
    }
  }

  @Test
  void ranges_ofABodyOutsideOfTheHeap_areTheirBytes() throws IOException {
    try (var edge = edge()) {
      var whole = body("/ranges");
      get(edge, "/ranges");
      get(edge, "/ranges");

      assertThat(get(edge, "/ranges", "Range: bytes=70000-70099").body())
          .isEqualTo(whole.substring(70_000, 70_100));
      assertThat(get(edge, "/ranges", "Range: bytes=0-9,90000-90009").body())
          .contains(whole.substring(0, 10), whole.substring(90_000, 90_010));
      assertThat(edge.direct().bytes()).isEqualTo(MIDDLE);
    }
  }

  /** What is purged under a reader is read to its end; then its memory is given back. */
  @Test
  void body_purgedWhileASlowClientReads_arrivesWhole_andIsGivenBack() throws IOException {
    try (var edge = edge()) {
      get(edge, "/large");
      try (var slow = RawConnection.to(edge.port())) {
        slow.send("GET /large HTTP/1.1\r\nHost: test\r\n\r\n");
        var head = slow.readHead();
        assertThat(head.header("Cache-Status").orElse("")).contains("hit");
        purge(edge, "http://test/large");
        writeOverWhatIsFree(edge);
        assertThat(edge.direct().bytes()).isGreaterThanOrEqualTo(LARGE);
        assertThat(new String(slow.in().readNBytes(LARGE), ISO_8859_1).equals(body("/large")))
            .isTrue();
      }
      await()
          .atMost(GENEROUS)
          .until(() -> {
            System.gc();
            return edge.direct().bytes() < LARGE;
          });
    }
  }

  private static void purge(OneEdge edge, String url) {
    assertThat(edge.store().apply(LocalPurge.of(Set.of(url), Instant.now()))).isOne();
  }

  private static void writeOverWhatIsFree(OneEdge edge) throws IOException {
    for (var i = 0; i < 20; i++) {
      System.gc();
      get(edge, "/other/" + i);
      get(edge, "/other/" + i);
    }
  }
}
