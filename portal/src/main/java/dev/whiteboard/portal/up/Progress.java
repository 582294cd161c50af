package dev.whiteboard.portal.up;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What the person at the terminal reads: a line for each thing that happened, in columns.
 *
 * <p>Safe to call from any thread.
 */
final class Progress {
  private static final double MILLIS_A_SECOND = 1_000;

  private final PrintStream out;

  Progress(PrintStream out) {
    this.out = out;
  }

  /** A line as it is. */
  synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  /** What is ready, where it is, and how long that took. */
  void ready(String what, String where, Duration took) {
    say("  %-20s %-34s %7s".formatted(what, where, seconds(took)));
  }

  /** A value by its name. */
  void note(String name, String value) {
    say("  %-20s %s".formatted(name, value));
  }

  /** As in {@code 1.4 s}. */
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS_A_SECOND);
  }
}
