package dev.whiteboard.chat.push.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.push.channel.Destinations.Place;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DestinationsTest {
  private final Destinations strict = new Destinations(false);
  private final Destinations lenient = new Destinations(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://fcm.googleapis.com/fcm/send/abc:def_-",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://example.org:8443/hooks?key=1",
        "https://[2606:4700::1111]/x"
      })
  void parse_ofAPublicHost_isLetThrough(String url) {
    assertThat(strict.parse(url)).contains(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user:password@example.org/",
        "https://example.org/#part",
        "https:///nothing",
        "https://example.org:0/",
        "https://example.org:65536/",
        "https://under_score.example/",
        "https://example.org/a b",
        "https://example.org/\r\nHost: other",
        "https://exämple.org/",
        "example.org",
        ""
      })
  void parse_ofAnythingElse_isRefused(String url) {
    assertThat(strict.parse(url)).isEmpty();
  }

  /** Whatever it is spelled like. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://127.1/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://localhost/"
      })
  void find_ofOurOwnNetwork_isForbidden(String url) throws Exception {
    assertThat(strict.find(URI.create(url))).isInstanceOf(Place.Forbidden.class);
  }

  @Test
  void find_ofAPublicAddress_isThatAddress() throws Exception {
    assertThat(strict.find(URI.create("https://9.9.9.9/")))
        .isInstanceOfSatisfying(
            Place.At.class, at -> assertThat(at.address().getHostAddress()).isEqualTo("9.9.9.9"));
  }

  @Test
  void find_ofAHostThatNobodyKnows_isUnknown() throws Exception {
    assertThat(strict.find(URI.create("https://nobody.invalid/")))
        .isInstanceOf(Place.Unknown.class);
  }

  /**
   * What is looked up takes no notice of that nobody waits: the next ones wait, and give up too.
   */
  @Test
  void find_whileLookUpsHang_isUnknown_andThereAreNoMoreOfThem() throws Exception {
    var answers = new CountDownLatch(1);
    var inside = new AtomicInteger();
    var insideMost = new AtomicInteger();
    var slow =
        new Destinations(
            true,
            _ -> {
              insideMost.accumulateAndGet(inside.incrementAndGet(), Math::max);
              awaitWhateverComes(answers);
              inside.decrementAndGet();
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    var url = URI.create("https://slow.example/");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var places = IntStream.range(0, 100).mapToObj(_ -> threads.submit(() -> slow.find(url)));
      for (var place : places.toList()) {
        assertThat(place.get(30, TimeUnit.SECONDS)).isInstanceOf(Place.Unknown.class);
      }
    }
    answers.countDown();

    await().atMost(Duration.ofSeconds(30)).until(() -> slow.find(url) instanceof Place.At);
    assertThat(insideMost).hasPositiveValue().hasValueLessThanOrEqualTo(Destinations.LOOK_UPS_MAX);
  }

  private static void awaitWhateverComes(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        // as a look-up, which can't be ended
      }
    }
  }

  @Test
  void private_whereAllowed_isLetThrough() throws Exception {
    var url = lenient.parse("http://127.0.0.1:8080/hook").orElseThrow();

    assertThat(lenient.find(url)).isInstanceOf(Place.At.class);
    assertThat(lenient.parse("ftp://127.0.0.1/")).isEmpty();
  }

  @Test
  void retryAfter_secondsOrADate_isRead() {
    var now = Instant.parse("2027-01-31T12:00:00Z");

    assertThat(RetryAfter.parse("120", now)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Sun, 31 Jan 2027 12:01:00 GMT", now))
        .contains(Duration.ofMinutes(1));
    assertThat(RetryAfter.parse("Sun, 31 Jan 2027 11:00:00 GMT", now)).isEmpty();
    assertThat(RetryAfter.parse("99999999999999", now)).isEmpty();
    assertThat(RetryAfter.parse("-1", now)).isEmpty();
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
    assertThat(RetryAfter.parse(null, now)).isEqualTo(Optional.empty());
  }
}
