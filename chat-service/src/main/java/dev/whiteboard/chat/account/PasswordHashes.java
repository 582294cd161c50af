package dev.whiteboard.chat.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.whiteboard.kit.store.StoreAwayException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hashes passwords so that guessing costs what checking costs: Argon2id (RFC 9106). A hash holds
 * its own parameters and salt.
 *
 * <p>Each takes its memory for as long as it runs, so only a few run at once; the others wait, and
 * are turned away where that takes too long.
 */
public final class PasswordHashes {
  /*
   * 19 MiB and 3 passes in one lane: a pass more than the least that OWASP's Password Storage Cheat
   * Sheet asks for with this memory. Measured 55 ms of one core; 64 MiB and 3 passes, the second
   * choice of RFC 9106, section 4, would be 200 ms and the memory of three. More lanes would be
   * more threads here, and no more work for who guesses.
   */
  private static final int LANES = 1;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** Beyond so many in line nobody else gets a turn in time. */
  private static final int WAITING_MAX = 256;

  /** Whose hash is made to have something to check where there is no user. */
  private static final Password NOBODYS = Password.of("the password of nobody");

  private final Argon2Function function;
  private final Semaphore turns;
  private final Duration waitMax;
  private final SecureRandom random;
  private final String nobodys;

  /**
   * What one hash costs.
   *
   * @param memoryKib how much memory, in KiB
   * @param passes how often it goes over it
   */
  public record Cost(int memoryKib, int passes) {}

  /**
   * What a check found.
   *
   * @param matches whether it is the password
   * @param outdated whether the hash was made at another cost than is asked for now
   */
  record Check(boolean matches, boolean outdated) {}

  /**
   * Hashes of this cost.
   *
   * @param turns how many may run at once; fair
   * @param waitMax how long one waits for its turn
   * @param random what salts come from
   */
  public PasswordHashes(Cost cost, Semaphore turns, Duration waitMax, SecureRandom random) {
    this.function =
        Argon2Function.getInstance(cost.memoryKib, cost.passes, LANES, HASH_BYTES, Argon2.ID);
    this.turns = turns;
    this.waitMax = waitMax;
    this.random = random;
    this.nobodys = made(NOBODYS);
  }

  /**
   * A new hash. Blocks for its turn, and takes a processor then.
   *
   * @throws StoreAwayException where its turn does not come in time
   */
  String hash(Password password) {
    awaitTurn();
    try {
      return made(password);
    } finally {
      turns.release();
    }
  }

  /**
   * Holds a password against a hash. Blocks as {@link #hash}.
   *
   * @throws StoreAwayException where its turn does not come in time
   */
  Check check(Password password, String hash) {
    awaitTurn();
    try {
      var itsFunction = Argon2Function.getInstanceFromHash(hash);
      var matches = itsFunction.check(password.bytes(), hash.getBytes(UTF_8));
      return new Check(matches, !itsFunction.equals(function));
    } finally {
      turns.release();
    }
  }

  /** A hash to check where there is no user, so that it takes as long as with one. */
  String nobodys() {
    return nobodys;
  }

  /** About how many wait for their turn. */
  int waiting() {
    return turns.getQueueLength();
  }

  private String made(Password password) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return function.hash(password.bytes(), salt).getResult();
  }

  private void awaitTurn() {
    if (waiting() >= WAITING_MAX) {
      throw new StoreAwayException("too many passwords wait to be hashed");
    }
    try {
      if (!turns.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreAwayException("a password waited too long to be hashed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAwayException("the node stops");
    }
  }
}
