package dev.whiteboard.chat.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.StoreAwayException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PasswordHashesTest {
  private static final PasswordHashes.Cost CHEAP = new PasswordHashes.Cost(64, 1);
  private static final Password PASSWORD = Password.of("correct horse");

  @Test
  void hash_samePasswordTwice_differs_andBothMatch() {
    var hashes = hashes(CHEAP, new Semaphore(1), Duration.ofSeconds(5));

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
    var hashes = hashes(CHEAP, new Semaphore(1), Duration.ofSeconds(5));
    var hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    assertThat(hashes.check(Password.of("password"), hash))
        .isEqualTo(new PasswordHashes.Check(true, true));
  }

  @Test
  void check_hashOfAnotherCost_isOutdated() {
    var before = hashes(CHEAP, new Semaphore(1), Duration.ofSeconds(5));
    var now = hashes(new PasswordHashes.Cost(128, 1), new Semaphore(1), Duration.ofSeconds(5));

    assertThat(now.check(PASSWORD, before.hash(PASSWORD)))
        .isEqualTo(new PasswordHashes.Check(true, true));
  }

  @Test
  void hash_noTurnInTime_isRefused() {
    var turns = new Semaphore(0, true);
    var hashes = hashes(CHEAP, turns, Duration.ofMillis(1));

    assertThatThrownBy(() -> hashes.hash(PASSWORD)).isInstanceOf(StoreAwayException.class);
    turns.release();
    assertThat(hashes.hash(PASSWORD)).isNotEmpty();
    assertThat(hashes.hash(PASSWORD)).isNotEmpty(); // the turn was given back
  }

  @Test
  void hash_manyWaiting_refusesOneMoreAtOnce() {
    var hashes = hashes(CHEAP, new Semaphore(0, true), Duration.ofMinutes(1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 256).forEach(_ -> threads.submit(() -> hashes.hash(PASSWORD)));
      await().until(() -> hashes.waiting() == 256);

      assertThatThrownBy(() -> hashes.hash(PASSWORD)).isInstanceOf(StoreAwayException.class);
      threads.shutdownNow();
    }
  }

  private static PasswordHashes hashes(
      PasswordHashes.Cost cost, Semaphore turns, Duration waitMax) {
    return new PasswordHashes(cost, turns, waitMax, new SecureRandom());
  }
}
