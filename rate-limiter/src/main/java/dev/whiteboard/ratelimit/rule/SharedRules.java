package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.StoreAwayException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules that all nodes share, in Redis. The last change wins, on all nodes: whether it came through
 * the API or from a file.
 *
 * <p>Rules are in one place, and each node looks there four times a second. The API puts them
 * there. So does a file when it changes: the first node that sees a text that is not the last one
 * from a file puts it, the others find it done. A file that stays as it is changes nothing, also at
 * a start: a node that starts with yesterday's file keeps to the rules that were put today. So
 * nodes need the same file. Until it heard of Redis for the first time a node keeps to its file, or
 * the defaults.
 *
 * <p>A Redis that lost its memory is given the rules back by the first node that finds out.
 *
 * <p>Nodes ask instead of being told: it takes two small fields, and what is told of by publishing
 * is lost while a connection is, so they would have to ask all the same. The change is published
 * for who wants to look on.
 */
public final class SharedRules implements AutoCloseable {
  /** The key of the rules in Redis, behind the service's prefix. */
  public static final String KEY = "ratelimit:rules";

  /** Between two looks; with the longest answer, below a second. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** The connection has a deadline of its own that is shorter. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private static final Duration START_MAX = Duration.ofSeconds(2);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private static final String PUT = RuleResources.text("/redis/ratelimit/put-rules.lua");
  private static final String RESTORE = RuleResources.text("/redis/ratelimit/restore-rules.lua");

  private static final Logger log = LoggerFactory.getLogger(SharedRules.class);

  private final Redis redis;
  private final String key;
  private final LiveRules live;
  private final LongAdder failures = new LongAdder();
  private final CountDownLatch heard = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean inTouch;
  private @Nullable Thread thread;

  /** What this node has of Redis; null where that is not what it keeps to. */
  private @Nullable Stored held;

  /** Rules of a file that Redis was not told of yet. */
  private @Nullable List<Rule> fromFile;

  /**
   * Hears nothing yet.
   *
   * @param key where the rules are: {@link #KEY}, behind a prefix perhaps
   */
  public SharedRules(Redis redis, String key, LiveRules live) {
    this.redis = redis;
    this.key = key;
    this.live = live;
  }

  /** Begins to look, on a thread of its own. Waits for the first answer, but not for long. */
  public void start() throws InterruptedException {
    synchronized (this) {
      thread = Thread.ofVirtual().name("shared-rules").start(this::run);
    }
    if (!heard.await(START_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("starting without the rules of other nodes");
    }
  }

  /**
   * From now on these hold, on this node at once and on all others within a second. Blocks.
   *
   * @throws StoreAwayException where Redis does not say that it has them; then the old ones stay,
   *     or the new ones come once it is back where only its answer was lost
   * @throws BadRulesException where they are too long when written out
   * @throws IllegalArgumentException as {@link RuleBook#of}
   */
  public synchronized void put(List<Rule> rules) throws InterruptedException {
    var text = textOf(RuleBook.of(rules).rules());
    try {
      sync(); // a file that came before is told first
      run(PUT, text, "api");
      sync();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("rules could not be put", e);
      throw new StoreAwayException("Redis is away, and rules have to be put there");
    }
  }

  /** From now on the rules of a file hold: here at once, elsewhere as soon as Redis has them. */
  public synchronized void takeFile(List<Rule> rules) {
    textOf(rules);
    live.replace(rules);
    held = null;
    fromFile = rules;
  }

  /** Whether the last look was answered. */
  public boolean isInTouch() {
    return inTouch;
  }

  /** Versions in Redis that this node could not read. */
  public long failures() {
    return failures.sum();
  }

  /** Ends. */
  @Override
  public void close() {
    closing.countDown();
    var own = ownThread();
    try {
      if (own != null) {
        own.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Thread ownThread() {
    return thread;
  }

  private void run() {
    try {
      do {
        look();
      } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() throws InterruptedException {
    try {
      sync();
      inTouch = true;
      heard.countDown();
    } catch (ExecutionException | TimeoutException e) {
      if (inTouch) {
        log.atWarn().addKeyValue("reason", e.toString()).log("rules of other nodes are not heard");
      }
      inTouch = false;
    } catch (RuntimeException e) { // or the thread ends, and nothing is heard any more
      log.atError().setCause(e).log("could not look for rules");
    }
  }

  private void sync() throws InterruptedException, ExecutionException, TimeoutException {
    if (fromFile != null) {
      run(PUT, textOf(fromFile), "file");
      fromFile = null;
    }
    var now = fields("version", "sha");
    if (now.isEmpty()) {
      restore();
    } else if (held == null || !held.isAt(now.get())) {
      fields("version", "sha", "text", "file").ifPresent(this::take);
    }
  }

  /** Held from here on also where it is bad: it is told of once. */
  private void take(List<String> fields) {
    held = new Stored(fields.get(0), fields.get(1), fields.get(2), fields.get(3));
    try {
      live.replace(RuleParser.parse(held.text));
      log.atInfo().addKeyValue("version", held.version).log("rules of all nodes");
    } catch (BadRulesException | IllegalArgumentException e) {
      failures.increment();
      log.atWarn()
          .addKeyValue("version", held.version)
          .addKeyValue("problem", e.getMessage())
          .log("bad rules in Redis: the old ones stay");
    }
  }

  private void restore() throws InterruptedException, ExecutionException, TimeoutException {
    if (held != null) {
      run(RESTORE, held.version, held.text, held.sha, held.file);
      log.warn("Redis had lost the rules, and has them back");
    }
  }

  private void run(String script, String... arguments)
      throws InterruptedException, ExecutionException, TimeoutException {
    redis
        .send(commands ->
            commands.<Long>eval(script, ScriptOutputType.INTEGER, new String[] {key}, arguments))
        .toCompletableFuture()
        .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Empty where the first of them is missing: then there are no rules. */
  private Optional<List<String>> fields(String... names)
      throws InterruptedException, ExecutionException, TimeoutException {
    var values =
        redis
            .send(commands -> commands.hmget(key, names))
            .toCompletableFuture()
            .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    return values.getFirst().hasValue()
        ? Optional.of(values.stream().map(SharedRules::orEmpty).toList())
        : Optional.empty();
  }

  private static String orEmpty(KeyValue<String, String> value) {
    return value.getValueOrElse("");
  }

  private static String textOf(List<Rule> rules) {
    var text = RuleWriter.json(rules);
    if (text.length() > RuleParser.TEXT_CHARS_MAX) {
      var problem =
          "is too long when written out: at most " + RuleParser.TEXT_CHARS_MAX + " characters";
      throw new BadRulesException(List.of(new RuleError(1, 1, "", problem)));
    }
    return text;
  }

  /** Rules as Redis has them. */
  private record Stored(String version, String sha, String text, String file) {
    /** The text counts too: a Redis that forgot the last change counts on from the one before. */
    boolean isAt(List<String> versionAndSha) {
      return version.equals(versionAndSha.get(0)) && sha.equals(versionAndSha.get(1));
    }
  }
}
