package dev.whiteboard.chat.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.store.StoreAwayException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class PasswordHashesTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final PasswordHashes.Cost CHEAP = new PasswordHashes.Cost(64, 1);
  private static final Password PASSWORD = Password.of("correct horse");

  @Test
  void hash_samePasswordTwice_differs_andBothMatch() {
    var hashes = hashes(CHEAP);

    var one = hashes.hash(PASSWORD);
    var other = hashes.hash(PASSWORD);

    assertThat(one).startsWith("$argon2id$v=19$m=64,t=1,p=1$").isNotEqualTo(other);
    assertThat(hashes.check(PASSWORD, one)).isEqualTo(new PasswordHashes.Check(true, false));
    assertThat(hashes.check(PASSWORD, other).matches()).isTrue();
    assertThat(hashes.check(Password.of("correct horsf"), one).matches()).isFalse();
    assertThat(hashes.check(PASSWORD, hashes.nobodys()).matches()).isFalse();
  }

  /** RFC 9106 itself has no vector without a key; this one is of the reference program, argon2. */
  @Test
  void check_hashOfTheReferenceProgram_matches() {
    var hashes = hashes(CHEAP);
    var hash =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    assertThat(hashes.check(Password.of("password"), hash))
        .isEqualTo(new PasswordHashes.Check(true, true));
  }

  @Test
  void check_hashOfAnotherCost_isOutdated() {
    var before = hashes(CHEAP);
    var now = hashes(new PasswordHashes.Cost(128, 1));

    assertThat(now.check(PASSWORD, before.hash(PASSWORD)))
        .isEqualTo(new PasswordHashes.Check(true, true));
  }

  @Test
  void hash_noTurnInTime_isRefused_andLeavesTheLine() {
    var threads = PasswordHashes.threads(1);
    var busy = new CountDownLatch(1);
    threads.execute(() -> await(busy));
    try (var hashes = hashes(CHEAP, threads, Duration.ofMillis(1))) {
      assertThatThrownBy(() -> hashes.hash(PASSWORD)).isInstanceOf(StoreAwayException.class);
      assertThat(hashes.waiting()).isZero();
    }
    busy.countDown();
  }

  @Test
  void hash_afterOthersWereRefused_goesOn() {
    var threads = PasswordHashes.threads(1);
    var busy = new CountDownLatch(1);
    threads.execute(() -> await(busy));
    try (var hashes = hashes(CHEAP, threads, PATIENT)) {
      var waits = new FutureTask<>(() -> hashes.hash(PASSWORD));
      Thread.ofVirtual().start(waits);
      Awaitility.await().until(() -> hashes.waiting() == 1);

      busy.countDown();

      assertThat(waits).succeedsWithin(PATIENT).asString().startsWith("$argon2id$");
    }
  }

  @Test
  void hash_manyWaiting_refusesOneMoreAtOnce() {
    var threads = PasswordHashes.threads(1);
    var busy = new CountDownLatch(1);
    threads.execute(() -> await(busy));
    try (var hashes = hashes(CHEAP, threads, Duration.ofDays(1))) {
      for (var i = 0; i < 256; i++) {
        Thread.ofVirtual().start(() -> assertThat(hashes.hash(PASSWORD)).isNotEmpty());
      }
      Awaitility.await().until(() -> hashes.waiting() == 256);

      assertThatThrownBy(() -> hashes.hash(PASSWORD))
          .isInstanceOf(StoreAwayException.class)
          .hasMessageContaining("too many");
      busy.countDown();
      Awaitility.await().until(() -> hashes.waiting() == 0);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PasswordHashes hashes(PasswordHashes.Cost cost) {
    return hashes(cost, PasswordHashes.threads(1), PATIENT);
  }

  private static PasswordHashes hashes(
      PasswordHashes.Cost cost, ThreadPoolExecutor threads, Duration waitMax) {
    return new PasswordHashes(cost, threads, waitMax, new SecureRandom());
  }
}
