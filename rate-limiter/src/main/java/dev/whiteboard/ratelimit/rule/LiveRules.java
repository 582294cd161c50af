package dev.whiteboard.ratelimit.rule;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The rules that hold at the moment. To ask for them costs a volatile read. */
public final class LiveRules {
  private static final String DEFAULT = "/rules/default.yaml";

  private final List<Consumer<RuleBook>> listeners = new CopyOnWriteArrayList<>();
  private volatile RuleBook book;

  /** With rules to begin with. */
  public LiveRules(List<Rule> rules) {
    this.book = RuleBook.of(rules);
  }

  /** What holds where nobody gave any: a rule for each algorithm, in the domain {@code demo}. */
  public static List<Rule> defaults() {
    return RuleParser.parse(RuleResources.text(DEFAULT));
  }

  /** The rules, as they are now; a request asks once and keeps to it. */
  public RuleSet now() {
    return book;
  }

  /** The same as a list. */
  public List<Rule> rules() {
    return book.rules();
  }

  /**
   * From now on these hold. Nobody is told where they are the same as before.
   *
   * @throws IllegalArgumentException as {@link RuleBook#of}; the old ones stay
   */
  public synchronized void replace(List<Rule> rules) {
    if (rules.equals(book.rules())) {
      return;
    }
    var next = RuleBook.of(rules);
    book = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  /** Is told of each change, on the thread that makes it and after the rules hold. */
  public void onChange(Consumer<RuleBook> listener) {
    listeners.add(listener);
  }
}
