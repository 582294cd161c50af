package dev.whiteboard.chat.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.whiteboard.kit.store.StoreAwayException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hashes passwords so that guessing costs what checking costs: Argon2id (RFC 9106). A hash holds
 * its own parameters and salt.
 *
 * <p>Each takes its memory and a processor for as long as it runs, so only a few run at once. The
 * others wait, and are turned away where that takes too long. They have threads of their own: a
 * virtual one keeps its processor until it blocks, and on a machine with two, two of them would
 * hold up everything else.
 */
public final class PasswordHashes implements AutoCloseable {
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
  private final ThreadPoolExecutor threads;
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
   * @param atOnce how many may run at once
   * @param waitMax how long one may take, with the wait for its turn
   * @param random what salts come from
   */
  public PasswordHashes(Cost cost, int atOnce, Duration waitMax, SecureRandom random) {
    this(cost, threads(atOnce), waitMax, random);
  }

  PasswordHashes(Cost cost, ThreadPoolExecutor threads, Duration waitMax, SecureRandom random) {
    this.function =
        Argon2Function.getInstance(cost.memoryKib, cost.passes, LANES, HASH_BYTES, Argon2.ID);
    this.threads = threads;
    this.waitMax = waitMax;
    this.random = random;
    this.nobodys = made(NOBODYS);
  }

  /** So many, and a line of bounded length before them. */
  static ThreadPoolExecutor threads(int atOnce) {
    return new ThreadPoolExecutor(
        atOnce,
        atOnce,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING_MAX),
        Thread.ofPlatform().daemon().name("password-", 0).factory());
  }

  /**
   * A new hash. Blocks until it is there.
   *
   * @throws StoreAwayException where that is not in time
   */
  String hash(Password password) {
    return inTurn(() -> made(password));
  }

  /**
   * Holds a password against a hash. Blocks as {@link #hash}.
   *
   * @throws StoreAwayException where it is not told in time
   */
  Check check(Password password, String hash) {
    return inTurn(() -> {
      var itsFunction = Argon2Function.getInstanceFromHash(hash);
      var matches = itsFunction.check(password.bytes(), hash.getBytes(UTF_8));
      return new Check(matches, !itsFunction.equals(function));
    });
  }

  /** A hash to check where there is no user, so that it takes as long as with one. */
  String nobodys() {
    return nobodys;
  }

  /** How many wait for their turn. */
  int waiting() {
    return threads.getQueue().size();
  }

  private String made(Password password) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return function.hash(password.bytes(), salt).getResult();
  }

  private <T> T inTurn(Callable<T> work) {
    var task = new FutureTask<>(work);
    try {
      threads.execute(task);
      return task.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw new StoreAwayException("too many passwords wait to be hashed");
    } catch (TimeoutException e) {
      threads.remove(task); // which leaves its place in the line
      throw new StoreAwayException("a password waited too long to be hashed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAwayException("the node stops");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e.getCause());
    }
  }

  /** Turns away who waits; what runs ends by itself. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
