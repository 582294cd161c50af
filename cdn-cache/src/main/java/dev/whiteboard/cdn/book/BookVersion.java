package dev.whiteboard.cdn.book;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which routes and functions a process has, so that two can be told apart and the newer one found.
 *
 * <p>The number is the time of the change in milliseconds, or one more than the one before where a
 * clock is behind (Kulkarni et al., Logical Physical Clocks, 2014). What a process was started with
 * has 0, and is newer than nothing: settings are each process' own.
 *
 * @param number of the change
 * @param tag says what is in it: of two changes in the same millisecond all choose the same
 */
public record BookVersion(long number, String tag) implements Comparable<BookVersion> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-([0-9a-f]{16})");

  private static final Comparator<BookVersion> ORDER =
      Comparator.comparingLong(BookVersion::number).thenComparing(BookVersion::tag);

  /** Reads what {@link #toString} writes; empty where it is none. */
  public static Optional<BookVersion> read(String text) {
    var match = TEXT.matcher(text);
    return match.matches()
        ? Optional.of(new BookVersion(Long.parseLong(match.group(1)), match.group(2)))
        : Optional.empty();
  }

  /** Whether this is to hold where the other one does. */
  public boolean isNewerThan(BookVersion other) {
    return number > 0 && compareTo(other) > 0;
  }

  /** That of a change to this, now. */
  BookVersion next(long nowMillis, String changed) {
    return new BookVersion(Math.max(nowMillis, number + 1), changed);
  }

  @Override
  public int compareTo(BookVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return number + "-" + tag;
  }
}
