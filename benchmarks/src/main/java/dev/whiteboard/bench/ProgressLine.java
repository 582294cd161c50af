package dev.whiteboard.bench;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a run is: one line that is written over on a terminal, and a line for each part elsewhere.
 */
final class ProgressLine {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean isTerminal;
  private final int count;

  /** Of so many parts. */
  ProgressLine(PrintStream out, boolean isTerminal, int count) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.count = count;
  }

  /** Whether somebody looks. */
  static boolean isOnTerminal() {
    return Optional.ofNullable(System.console()).stream().anyMatch(Console::isTerminal);
  }

  /** A part is under way. */
  void at(int number, String name, Duration since, Duration left) {
    if (isTerminal) {
      out.printf(
          "%s[%d/%d] %s, %s so far; about %s left",
          CLEAR, number, count, name, Pace.inWords(since), Pace.inWords(left));
      out.flush();
    }
  }

  /** A part is done, or has failed. */
  void ended(int number, String name, String how, Duration left) {
    var rest = number < count ? "; about " + Pace.inWords(left) + " left" : "";
    out.printf("%s[%d/%d] %-16s %s%s%n", isTerminal ? CLEAR : "", number, count, name, how, rest);
  }
}
