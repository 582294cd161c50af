package dev.whiteboard.cdn.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.proxy.RawOrigin.Reply;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.kwik.flupke.Http3Client;

/**
 * HTTP/2 and HTTP/3 as clients speak them that are not ours: the JDK's, Flupke on Kwik's QUIC, and
 * frames by hand.
 */
class ProtocolsTest {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final String LONG = "long ".repeat(100_000);
  private static EventLoops loops;
  private static RawOrigin origin;
  private static OneEdge secure;
  private static OneEdge clear;
  private static OwnCertificate certificate;
  private static TrustManager[] trust;
  private static SSLContext tls;

  @BeforeAll
  static void start() throws Exception {
    loops = EventLoops.open();
    origin = RawOrigin.start(ProtocolsTest::reply);
    certificate = OwnCertificate.make(Instant.now(), new SecureRandom());
    secure =
        OneEdge.before(
            loops.vertx(), origin.uri(), OneEdge.Setup.DEFAULT.with(certificate.options()));
    clear = OneEdge.before(loops.vertx(), origin.uri());
    trust = trustOf(x509());
    tls = SSLContext.getInstance("TLS");
    tls.init(null, trust, null);
  }

  private static Reply reply(String request) {
    var body = request.contains("/long") ? LONG : request.split(" ", 2)[0] + " ok";
    return Reply.of(
        "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static X509Certificate x509() throws Exception {
    var pem = new ByteArrayInputStream(certificate.certificatePem().getBytes(UTF_8));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
  }

  /** Trusts this one certificate, and looks at names as ever. */
  private static TrustManager[] trustOf(X509Certificate one) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("edge", one);
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  @AfterAll
  static void stop() throws Exception {
    secure.close();
    clear.close();
    origin.close();
    loops.close();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + secure.port() + path))
        .timeout(LONGEST);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void ownCertificate_isForThisMachine_andSoon() throws Exception {
    var one = x509();
    one.checkValidity();
    one.verify(one.getPublicKey());
    assertThat(one.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .contains("localhost", "127.0.0.1");
    assertThat(one.getNotAfter().toInstant()).isBefore(Instant.now().plus(Duration.ofDays(31)));
    assertThat(certificate.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void http2_isChosenInTheHandshake_andHttp3IsAdvertised() throws Exception {
    try (var client =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_2).build()) {
      for (var time = 0; time < 2; time++) {
        var answer = send(client, to("/two").build());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("GET ok");
        assertThat(answer.headers().firstValue("alt-svc"))
            .contains("h3=\":" + secure.port() + "\"; ma=86400");
        assertThat(answer.headers().firstValue("cache-status").orElse(""))
            .contains(time == 0 ? "fwd=" : "hit");
      }
      assertThat(send(client, to("/long-two").build()).body()).isEqualTo(LONG);
      var posted = to("/post").POST(HttpRequest.BodyPublishers.ofString(LONG)).build();
      assertThat(send(client, posted).body()).isEqualTo("POST ok");
      assertThat(origin.requests())
          .anyMatch(text -> text.startsWith("POST") && text.endsWith(LONG));
    }
  }

  @Test
  void http11_overTls_forWhoHasNothingElse() throws Exception {
    try (var client =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build()) {
      var answer = send(client, to("/one").build());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.body()).isEqualTo("GET ok");
    }
  }

  @Test
  void http3_overQuic_forAClientThatIsNotOurs() throws Exception {
    try (var client =
        Http3Client.newBuilder()
            .trustManager((X509TrustManager) trust[0])
            .connectTimeout(LONGEST)
            .build()) {
      for (var time = 0; time < 2; time++) {
        var answer = send(client, to("/three").build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("GET ok");
        assertThat(answer.headers().firstValue("alt-svc")).isEmpty();
        assertThat(answer.headers().firstValue("cache-status").orElse(""))
            .contains(time == 0 ? "fwd=" : "hit");
      }
      assertThat(send(client, to("/long-three").build()).body()).isEqualTo(LONG);
      var posted = to("/post-three").POST(HttpRequest.BodyPublishers.ofString("hello")).build();
      assertThat(send(client, posted).body()).isEqualTo("POST ok");
      assertThat(origin.requests())
          .anyMatch(text -> text.startsWith("POST /post-three") && text.contains("hello"));
    }
  }

  /** What is kept is kept once, whichever way it was asked for; a scheme has keys of its own. */
  @Test
  void versions_shareWhatIsKept() throws Exception {
    try (var client =
            HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_2).build();
        var old =
            HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build()) {
      send(client, to("/shared").build());
      var again = send(old, to("/shared").build());
      assertThat(again.headers().firstValue("cache-status").orElse("")).contains("hit");
    }
  }

  /** From its first hit on it is written from there, by each version in its own way. */
  @Test
  void bodyOutsideOfTheHeap_isTheSameOverEachVersion() throws Exception {
    try (var two =
            HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_2).build();
        var one =
            HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
        var three =
            Http3Client.newBuilder()
                .trustManager((X509TrustManager) trust[0])
                .connectTimeout(LONGEST)
                .build()) {
      var before = secure.direct().bytes();
      for (var time = 0; time < 3; time++) {
        for (var client : List.of(one, two, three)) {
          assertThat(send(client, to("/long-direct").build()).body()).isEqualTo(LONG);
        }
      }
      assertThat(secure.direct().bytes()).isEqualTo(before + LONG.length());
    }
  }

  /** RFC 9113, 3.3: no upgrade, no TLS, the preface at once. */
  @Test
  void http2_inClear_withPriorKnowledge() throws IOException {
    try (var client = RawConnection.to(clear.port())) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      client.send(frame(4, 0, 0, ""));
      // Static table: 2 GET, 6 http, 4 "/"; then a literal for 1, the authority.
      client.send(frame(1, 5, 1, "\u0082\u0086\u0084A\u0004test"));
      var in = new DataInputStream(client.in());
      var head = next(in, 1);
      assertThat(head[0] & 0xff).as("8 in the static table, :status 200").isEqualTo(0x88);
      assertThat(new String(next(in, 0), ISO_8859_1)).isEqualTo("GET ok");
    }
  }

  private static String frame(int type, int flags, int stream, String payload) {
    return ""
        + (char) 0
        + (char) 0
        + (char) payload.length()
        + (char) type
        + (char) flags
        + "\0\0\0"
        + (char) stream
        + payload;
  }

  /** The payload of the next frame of a type, without what it says of priorities. */
  private static byte[] next(DataInputStream in, int type) throws IOException {
    while (true) {
      var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      var found = in.readUnsignedByte();
      var flags = in.readUnsignedByte();
      var hasPriority = found == 1 && (flags & 0x20) != 0;
      in.readInt();
      in.skipNBytes(hasPriority ? 5 : 0);
      var payload = in.readNBytes(hasPriority ? length - 5 : length);
      if (found == type) {
        return payload;
      }
    }
  }
}
