package dev.whiteboard.chat.push.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.push.channel.OutsideHttp.Post;
import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import dev.whiteboard.chat.push.channel.PushOutcome.Gone;
import dev.whiteboard.chat.push.channel.PushOutcome.Later;
import dev.whiteboard.chat.push.channel.PushOutcome.Refused;
import dev.whiteboard.chat.push.channel.TestTargets.Answer;
import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutsideHttpTest {
  private static final Duration MAX = Duration.ofSeconds(2);
  private static final Buffer BODY = Buffer.buffer("{}");

  private final EventLoops loops = EventLoops.open();
  private final OutsideHttp http = http(true, MAX);
  private TestTargets targets;

  private OutsideHttp http(boolean privateToo, Duration max) {
    return new OutsideHttp(
        loops.vertx(), new Destinations(privateToo), InstantSource.system(), max);
  }

  @BeforeEach
  void open() throws IOException {
    targets = TestTargets.start();
  }

  @AfterEach
  void close() throws Exception {
    targets.close();
    http.close();
    loops.close();
  }

  private static Post to(URI url) {
    return new Post(url, Map.of("Content-Type", "application/json"), BODY, Set.of(410));
  }

  private PushOutcome post(URI url) {
    return http.post(to(url));
  }

  @Test
  void post_comesAsItIs_toTheNamedHost() throws Exception {
    assertThat(post(targets.url("/hook?a=1&b=%20"))).isInstanceOf(Delivered.class);

    var received = targets.next();
    assertThat(received.path()).isEqualTo("/hook?a=1&b=%20");
    assertThat(received.body()).isEqualTo(BODY.getBytes());
    assertThat(received.header("Host")).isEqualTo(targets.url("/").getAuthority());
  }

  @Test
  void post_toAnAddressInBrackets_namesItSo() throws Exception {
    assumeThat(hasIpv6()).isTrue();
    try (var six = TestTargets.start(InetAddress.ofLiteral("::1"))) {
      var url = URI.create("http://[::1]:" + six.url("/").getPort() + "/");

      assertThat(post(url)).isInstanceOf(Delivered.class);
      assertThat(six.next().header("Host")).isEqualTo(url.getAuthority());
    }
  }

  private static boolean hasIpv6() throws IOException {
    try (var _ = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return true;
    } catch (SocketException _) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered",
    "201, Delivered",
    "202, Delivered",
    "204, Delivered",
    "410, Gone",
    "404, Later",
    "408, Later",
    "429, Later",
    "500, Later",
    "503, Later",
    "301, Refused",
    "307, Refused",
    "400, Refused",
    "401, Refused",
    "403, Refused",
    "413, Refused"
  })
  void post_status_hasItsMeaning(int status, String outcome) {
    targets.answer(_ -> new Answer(status));

    assertThat(post(targets.url("/")).getClass().getSimpleName()).isEqualTo(outcome);
  }

  /** What a push service and a web server each mean by it. */
  @Test
  void post_notFound_isGone_whereThatIsWhatItMeans() {
    targets.answer(_ -> new Answer(404));
    var url = targets.url("/");

    assertThat(http.post(new Post(url, Map.of(), BODY, Set.of(404, 410)))).isInstanceOf(Gone.class);
  }

  @Test
  void post_retryAfter_isToldOn() {
    targets.answer(_ -> new Answer(429, Map.of("Retry-After", "17"), new byte[0]));

    assertThat(post(targets.url("/")))
        .isInstanceOfSatisfying(
            Later.class, later -> assertThat(later.after()).contains(Duration.ofSeconds(17)));
  }

  /** Nobody sends us somewhere else by an answer. */
  @Test
  void post_redirect_isNotFollowed() throws Exception {
    targets.answer(received ->
        received.path().equals("/away")
            ? new Answer(307, Map.of("Location", targets.url("/inside").toString()), new byte[0])
            : new Answer(200));

    assertThat(post(targets.url("/away"))).isInstanceOf(Refused.class);
    assertThat(post(targets.url("/after"))).isInstanceOf(Delivered.class);
    assertThat(targets.at("/inside")).isEmpty();
  }

  @Test
  void post_answerOfAnySize_doesNotMatter() {
    targets.answer(_ -> new Answer(200, Map.of(), new byte[4 * 1024 * 1024]));

    for (var i = 0; i < 5; i++) {
      assertThat(post(targets.url("/"))).isInstanceOf(Delivered.class);
    }
  }

  @Test
  void post_noAnswer_isGivenUp_andLaterOnesGoOn() throws Exception {
    var silent = new CountDownLatch(1);
    targets.answer(received -> {
      if (received.path().equals("/silent")) {
        awaitQuietly(silent);
      }
      return new Answer(200);
    });

    assertThat(post(targets.url("/silent"))).isInstanceOf(Later.class);
    assertThat(post(targets.url("/"))).isInstanceOf(Delivered.class);
    silent.countDown();
  }

  /** None is answered before all have come. */
  @Test
  void post_manyAtOnce_toASlowServer_allArrive() throws Exception {
    var all = new CountDownLatch(80);
    targets.answer(_ -> {
      all.countDown();
      awaitQuietly(all);
      return new Answer(200);
    });
    try (var patient = http(true, Duration.ofSeconds(30));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var posts =
          IntStream.range(0, 80)
              .mapToObj(_ -> threads.submit(() -> patient.post(to(targets.url("/")))))
              .toList();

      for (var post : posts) {
        assertThat(post.get(60, TimeUnit.SECONDS)).isInstanceOf(Delivered.class);
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      var _ = latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void post_nobodyThere_isLater() throws Exception {
    var url = targets.url("/");
    targets.close();

    assertThat(post(url)).isInstanceOf(Later.class);
  }

  /** A request that is refused never leaves: not even a connection is made. */
  @Test
  void post_toOurOwnNetwork_connectsToNobody() throws Exception {
    try (var strict = http(false, MAX);
        var inside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      inside.setSoTimeout(200);
      for (var host : new String[] {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"}) {
        var url = URI.create("https://" + host + ":" + inside.getLocalPort() + "/");
        assertThat(strict.post(to(url))).isInstanceOf(Refused.class);
      }
      assertThat(strict.post(to(targets.url("/")))).isInstanceOf(Refused.class);
      assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(targets.at("/")).isEmpty();
  }

  /** TLS with a certificate that nobody vouches for: nothing is said to it. */
  @Test
  void post_toWhoProvesNothing_saysNothing() throws Exception {
    try (var server = TestTls.start("localhost")) {
      assertThat(post(URI.create("https://localhost:" + server.port() + "/")))
          .isInstanceOf(Later.class);
      await().atMost(Duration.ofSeconds(10)).until(() -> server.connections() > 0);
      assertThat(server.requests()).isZero();
    }
  }

  /** The address is the one that was checked, the certificate that of the name. */
  @Test
  void post_withACertificateOfAnotherName_saysNothing() throws Exception {
    try (var right = TestTls.start("localhost");
        var wrong = TestTls.start("other.example")) {
      assertThat(postTrusting(right)).isInstanceOf(Delivered.class);
      assertThat(right.requests()).isEqualTo(1);
      assertThat(postTrusting(wrong)).isInstanceOf(Later.class);
      assertThat(wrong.requests()).isZero();
    }
  }

  private PushOutcome postTrusting(TestTls server) {
    var options = OutsideHttp.options().setTrustOptions(server.trust());
    try (var trusting =
        new OutsideHttp(
            loops.vertx(), new Destinations(true), InstantSource.system(), MAX, options)) {
      return trusting.post(to(URI.create("https://localhost:" + server.port() + "/")));
    }
  }
}
