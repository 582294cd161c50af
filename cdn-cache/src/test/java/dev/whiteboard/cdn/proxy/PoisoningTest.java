package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.proxy.RawOrigin.Reply;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import dev.whiteboard.stack.http.RawConnection.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An attacker asks first, before an origin that believes all it is told and puts it into its
 * answer; whoever asks next must not see anything of it.
 */
class PoisoningTest {
  private static final Duration GENEROUS = Duration.ofSeconds(10);
  private static EventLoops loops;
  private static RawOrigin origin;
  private static OneEdge edge;

  @BeforeAll
  static void start() throws IOException {
    loops = EventLoops.open();
    origin = RawOrigin.start(PoisoningTest::reply);
    edge = OneEdge.before(loops.vertx(), origin.uri());
  }

  /** The whole request, kept for a minute. */
  private static Reply reply(String request) {
    var status = request.contains("broken") ? "400 Bad" : "200 OK";
    return Reply.of(
        "HTTP/1.1 "
            + status
            + "\r\nCache-Control: max-age=60\r\nContent-Length: "
            + request.length()
            + "\r\n\r\n"
            + request);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    origin.close();
    loops.close();
  }

  private static Answer send(String text) throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      return client.send(text).read();
    }
  }

  /** Its answer is kept in the moment in which it ends. */
  private static void attack(String text) throws IOException {
    var kept = edge.store().size();
    send(text);
    await().atMost(GENEROUS).until(() -> edge.store().size() > kept);
  }

  private static Answer victim(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: site.example\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host: evil",
        "X-Forwarded-Proto: evil",
        "X-Forwarded-Scheme: evil",
        "X-Forwarded-Port: evil",
        "X-Forwarded-Prefix: /evil",
        "X-Forwarded-Server: evil",
        "X-Forwarded-For: evil",
        "X-Forwarded-SSL: evil",
        "Forwarded: host=evil;proto=evil",
        "X-Host: evil",
        "X-Real-IP: evil",
        "X-Original-Host: evil",
        "X-Original-URL: /evil",
        "X-Rewrite-URL: /evil",
        "X-HTTP-Host-Override: evil",
        "X-HTTP-Method-Override: EVIL",
        "X-HTTP-Method: EVIL",
        "X-Method-Override: EVIL",
        "Proxy: evil",
        "X-Node-Epoch: evil",
        "X-Request-Id: evil evil",
        "Connection: X-Evil\r\nX-Evil: evil"
      })
  void fieldThatIsNoPartOfTheKey_changesNothingForOthers(String field) throws IOException {
    var path = "/field-" + Integer.toHexString(field.hashCode());
    attack("GET " + path + " HTTP/1.1\r\nHost: site.example\r\n" + field + "\r\n\r\n");
    var answer = victim(path);
    assertThat(answer.header("Cache-Status").orElse("")).contains("hit");
    assertThat(answer.body().toLowerCase(Locale.ROOT)).doesNotContain("evil");
  }

  @Test
  void bodyOfAGet_isForItsSenderAlone() throws IOException {
    var fat = send("GET /fat HTTP/1.1\r\nHost: site.example\r\nContent-Length: 6\r\n\r\nq=evil");
    assertThat(fat.body()).contains("evil");
    assertThat(victim("/fat").body()).doesNotContain("evil");
    var chunked =
        send(
            "GET /fat2 HTTP/1.1\r\nHost: site.example\r\nTransfer-Encoding: chunked"
                + "\r\n\r\n6\r\nq=evil\r\n0\r\n\r\n");
    assertThat(chunked.body()).contains("evil");
    assertThat(victim("/fat2").body()).doesNotContain("evil");
  }

  /** Case and the scheme's own port mean the same host, and the origin is told one form of it. */
  @ParameterizedTest
  @ValueSource(strings = {"SITE.EXAMPLE", "site.example:80", "Site.Example:080"})
  void formsOfTheHost_areOneToTheOriginToo(String host) throws IOException {
    var path = "/host-" + Integer.toHexString(host.hashCode());
    attack("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    var answer = victim(path);
    assertThat(answer.header("Cache-Status").orElse("")).contains("hit");
    assertThat(answer.body()).contains("host: site.example\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "site.example:8080", "site.example.", "site.example.evil"})
  void otherHost_isAnotherKey(String host) throws IOException {
    var path = "/other-" + Integer.toHexString(host.hashCode());
    attack("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    var answer = victim(path);
    assertThat(answer.header("Cache-Status").orElse("")).doesNotContain("hit");
    assertThat(answer.body()).contains("host: site.example\r\n");
  }

  @Test
  void hostInTheTarget_countsForKeyAndOriginAlike() throws IOException {
    send("GET http://site.example/absolute HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    var answer = victim("/absolute");
    assertThat(answer.body()).doesNotContain("evil");
  }

  /** What one may break for oneself, by method, range or size, is not kept for others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST %s HTTP/1.1\r\nContent-Length: 4\r\n",
        "HEAD %s HTTP/1.1\r\n",
        "GET %s HTTP/1.1\r\nRange: bytes=0-3\r\n",
        "GET %s HTTP/1.1\r\nAuthorization: Basic evil\r\n",
        "GET %s HTTP/1.1\r\nIf-None-Match: \"evil\"\r\n"
      })
  void oddRequest_isNotAnsweredToOthers(String odd) throws IOException {
    var path = "/odd-" + Integer.toHexString(odd.hashCode());
    try (var client = RawConnection.to(edge.port())) {
      client.send(
          odd.formatted(path)
              + "Host: site.example\r\n\r\n"
              + (odd.startsWith("POST") ? "evil" : ""));
      client.readHead();
    }
    var answer = victim(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("GET " + path)
        .endsWith("\r\n\r\n")
        .doesNotContain("Basic");
  }

  /** Both are one path to some origins; here they are two, and each is asked for as it is. */
  @Test
  void codedSlash_isNoSlash() throws IOException {
    send("GET /p%2fevil HTTP/1.1\r\nHost: site.example\r\n\r\n");
    assertThat(victim("/p/evil").body()).startsWith("GET /p/evil ");
    assertThat(victim("/p%2Fevil").body()).startsWith("GET /p%2Fevil ");
  }

  @Test
  void pathAboveTheRoot_isRefused_notKept() throws IOException {
    assertThat(send("GET /x/%2e%2e/%2e%2e/evil HTTP/1.1\r\nHost: site.example\r\n\r\n").status())
        .isEqualTo(400);
    assertThat(send("GET /x/%2e%2e/plain HTTP/1.1\r\nHost: site.example\r\n\r\n").body())
        .startsWith("GET /plain ");
  }
}
