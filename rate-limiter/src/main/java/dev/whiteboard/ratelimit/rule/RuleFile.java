package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.kit.settings.BadSettingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules in a file, which is read again when it changes.
 *
 * <p>It believes the text only: the folder's events make it look sooner, and once a second it looks
 * anyway. So it does not matter how the text changes, whether an editor writes over it, a rename
 * replaces it, a link on the way is turned to another folder as Kubernetes does, or a network drive
 * tells nobody. A change is taken when two looks in a row saw the same text, as a writer may be
 * half done. While the file is away, or bad, the old rules stay.
 */
public final class RuleFile implements AutoCloseable {
  /** Between two looks. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A text that stays the same for so long is complete. */
  private static final Duration SETTLED_AFTER = Duration.ofMillis(50);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /** Four bytes a character at most. */
  private static final int BYTES_MAX = 4 * RuleParser.TEXT_CHARS_MAX;

  private static final Logger log = LoggerFactory.getLogger(RuleFile.class);

  private final Path file;
  private final List<Rule> first;
  private final FolderWatch folder;
  private final LongAdder failures = new LongAdder();
  private volatile boolean closed;
  private @Nullable Thread thread;

  /** What was read last and told of, good or bad. Only one thread at a time looks at it. */
  private String known;

  private RuleFile(Path file, String text, List<Rule> rules) {
    this.file = file;
    this.known = text;
    this.first = rules;
    this.folder = new FolderWatch(file);
  }

  /**
   * Reads the rules at the start.
   *
   * @param setting the name of the setting that names the file, for the message
   * @throws BadSettingException where it can't be read or a rule is bad: a service that starts
   *     without its limits is worse than one that does not start
   */
  public static RuleFile open(String setting, Path file) {
    try {
      var text = read(file);
      return new RuleFile(file, text, RuleParser.parse(text));
    } catch (BadRulesException e) {
      throw new BadSettingException(setting, "names " + file + ", which is bad: " + told(e));
    } catch (IOException _) {
      throw new BadSettingException(setting, "names " + file + ", which can't be read");
    }
  }

  /** The rules as they were at the start. */
  public List<Rule> rules() {
    return first;
  }

  /** Versions of the file that were refused since the start. */
  public long failures() {
    return failures.sum();
  }

  /** Begins to watch, on a thread of its own until {@link #close}; call it once. */
  public synchronized void watch(Consumer<List<Rule>> changed) {
    thread = Thread.ofVirtual().name("rule-file").start(() -> run(changed));
  }

  /** Ends; after it nothing is told any more. */
  @Override
  public synchronized void close() {
    closed = true;
    folder.close();
    try {
      if (thread != null) {
        thread.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Consumer<List<Rule>> changed) {
    try {
      while (!closed) {
        look(changed);
        folder.await(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Consumer<List<Rule>> changed) throws InterruptedException {
    try {
      var text = read(file);
      if (!text.equals(known)) {
        folder.pause(SETTLED_AFTER);
        if (!closed && read(file).equals(text)) {
          known = text;
          take(text, changed);
        }
      }
    } catch (IOException e) {
      log.debug("the file of rules is away", e);
    }
  }

  private void take(String text, Consumer<List<Rule>> changed) {
    try {
      changed.accept(RuleParser.parse(text));
      log.atInfo().addKeyValue("file", file).log("rules were read again");
    } catch (BadRulesException e) {
      refuse(told(e));
    } catch (RuntimeException e) { // or the thread ends, and with it the watch
      failures.increment();
      log.atError().setCause(e).log("rules were read, and not taken");
    }
  }

  private void refuse(String problem) {
    failures.increment();
    log.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("problem", problem)
        .log("bad rules: the old ones stay");
  }

  private static String told(BadRulesException e) {
    return String.valueOf(e.getMessage());
  }

  /** What is not UTF-8 becomes NUL, which the parser refuses with its line. */
  private static String read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = ByteBuffer.wrap(in.readNBytes(BYTES_MAX + 1));
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .replaceWith("\0")
          .decode(bytes)
          .toString();
    }
  }
}
