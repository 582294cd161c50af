package dev.whiteboard.cdn.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.proxy.RawOrigin.Reply;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import dev.whiteboard.stack.http.RawConnection.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept, compressed once for those who take it. */
class CompressionTest {
  private static final String GZIP = "Accept-Encoding: br;q=1.0, gzip;q=0.8, *;q=0";
  private static final String TEXT = "a long text, again and again. ".repeat(400);
  private static final Duration GENEROUS = Duration.ofSeconds(10);
  private static EventLoops loops;
  private static RawOrigin origin;
  private static OneEdge edge;

  @BeforeAll
  static void start() throws IOException {
    loops = EventLoops.open();
    origin = RawOrigin.start(CompressionTest::reply);
    edge = OneEdge.before(loops.vertx(), origin.uri());
  }

  private static Reply reply(String request) {
    var path = request.split(" ", 3)[1];
    if (path.startsWith("/stale") && request.contains("if-none-match: \"v1\"")) {
      return Reply.of(
          "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nCache-Control: max-age=60\r\n\r\n");
    }
    var body = path.startsWith("/small") ? "short" : path.startsWith("/noise") ? noise() : TEXT;
    var type = path.startsWith("/image") ? "image/png" : "text/html; charset=utf-8";
    var more =
        path.startsWith("/coded")
            ? "Content-Encoding: br\r\n"
            : path.startsWith("/asis") ? "Cache-Control: no-transform\r\n" : "";
    var age = path.startsWith("/stale") ? "no-cache" : "max-age=60";
    return Reply.of(
        "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nVary: X-Else\r\nAccept-Ranges: bytes"
            + "\r\nCache-Control: "
            + age
            + "\r\nContent-Type: "
            + type
            + "\r\n"
            + more
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String noise() {
    var bytes = new byte[5_000];
    new Random(7).nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    origin.close();
    loops.close();
  }

  private static Answer get(String path, String... fields) throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      return client.ask("GET " + path + " HTTP/1.1", fields);
    }
  }

  private static Answer awaitCoded(String path) {
    return await()
        .atMost(GENEROUS)
        .until(() -> get(path, GZIP), answer -> answer.header("Content-Encoding").isPresent());
  }

  private static String unzipped(Answer answer) throws IOException {
    try (var gzip =
        new GZIPInputStream(new ByteArrayInputStream(answer.body().getBytes(ISO_8859_1)))) {
      return new String(gzip.readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void text_isCompressedOnce_forThoseWhoTakeIt() throws IOException {
    var first = get("/text", GZIP);
    assertThat(first.body()).isEqualTo(TEXT);
    var coded = awaitCoded("/text");
    assertThat(coded.header("Content-Encoding")).contains("gzip");
    assertThat(coded.header("Vary").orElse("")).contains("X-Else", "accept-encoding");
    assertThat(coded.header("ETag")).contains("W/\"v1\"");
    assertThat(coded.header("Accept-Ranges")).isEmpty();
    assertThat(coded.header("Cache-Status").orElse("")).contains("hit");
    assertThat(coded.body().length()).isLessThan(TEXT.length() / 10);
    assertThat(unzipped(coded)).isEqualTo(TEXT);
    var plain = get("/text");
    assertThat(plain.body()).isEqualTo(TEXT);
    assertThat(plain.header("ETag")).contains("\"v1\"");
    assertThat(plain.header("Vary").orElse("")).contains("accept-encoding");
    assertThat(origin.requests()).filteredOn(text -> text.contains(" /text ")).hasSize(1);
  }

  @Test
  void compressedForm_isWeighed() throws IOException {
    try (var alone = OneEdge.before(loops.vertx(), origin.uri());
        var client = RawConnection.to(alone.port())) {
      client.ask("GET /weight HTTP/1.1");
      await().atMost(GENEROUS).until(() -> alone.store().size() == 1);
      var before = alone.store().bytes();
      var coded =
          await()
              .atMost(GENEROUS)
              .until(
                  () -> client.ask("GET /weight HTTP/1.1", GZIP),
                  answer -> answer.header("Content-Encoding").isPresent());
      assertThat(alone.store().bytes()).isEqualTo(before + coded.body().length());
    }
  }

  @Test
  void head_tellsOfTheCompressedForm() throws IOException {
    get("/head");
    var coded = awaitCoded("/head");
    try (var client = RawConnection.to(edge.port())) {
      client.send("HEAD /head HTTP/1.1\r\nHost: test\r\n" + GZIP + "\r\n\r\n");
      var head = client.readHead();
      assertThat(head.header("Content-Encoding")).contains("gzip");
      assertThat(head.header("Content-Length")).contains("" + coded.body().length());
    }
  }

  @Test
  void range_isOfTheOriginal() throws IOException {
    get("/range");
    awaitCoded("/range");
    var part = get("/range", GZIP, "Range: bytes=2-10");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(TEXT.substring(2, 11));
    assertThat(part.header("Content-Encoding")).isEmpty();
    assertThat(part.header("ETag")).contains("\"v1\"");
    var other = get("/range", GZIP, "Range: bytes=2-10", "If-Range: W/\"v1\"");
    assertThat(other.status()).as("a weak tag names no bytes").isEqualTo(200);
  }

  @Test
  void clientThatHasTheCompressedForm_isToldThatItHolds() throws IOException {
    get("/again");
    awaitCoded("/again");
    var same = get("/again", GZIP, "If-None-Match: W/\"v1\"");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("ETag")).contains("W/\"v1\"");
    assertThat(same.header("Content-Encoding")).isEmpty();
  }

  @Test
  void compressedForm_outlivesValidation() throws IOException {
    get("/stale");
    var coded = awaitCoded("/stale");
    assertThat(unzipped(coded)).isEqualTo(TEXT);
    assertThat(origin.requests()).anyMatch(text -> text.contains("if-none-match"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/small", "/noise", "/image", "/coded", "/asis"})
  void whatGainsNothing_orMayNotBeChanged_staysAsItIs(String path) throws IOException {
    var first = get(path, GZIP);
    for (var time = 0; time < 5; time++) {
      var again = get(path, GZIP);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.header("Content-Encoding")).isEqualTo(first.header("Content-Encoding"));
      assertThat(again.header("ETag")).contains("\"v1\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "GZIP|true",
        "br, gzip;q=0.1|true",
        "*|true",
        "identity|false",
        "br|false",
        "gzip;q=0|false",
        "gzip; q=0.000, *|false",
        "*;q=0|false",
        "''|false"
      })
  void acceptance_isReadAsTheClientMeansIt(String field, boolean accepted) {
    var fields = Fields.builder().add("accept-encoding", field).build();
    assertThat(Compression.accepts(fields)).isEqualTo(accepted);
  }
}
