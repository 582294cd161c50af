package dev.whiteboard.shortener.code;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The generators that there are to choose from. */
public enum CodeKind {
  /** {@link PermutedCounter}: seven characters that look random and never collide. */
  PERMUTED_COUNTER,
  /** {@link Snowflake}: eleven characters, sorted by time. */
  SNOWFLAKE,
  /** {@link UrlHash}: seven characters made of the URL, which collide. */
  HASH;

  /**
   * The kind of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static CodeKind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.settingName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such generator: " + name));
  }

  /** All names, for an error line. */
  public static String names() {
    return Arrays.stream(values()).map(CodeKind::settingName).collect(Collectors.joining(", "));
  }

  /** Its name in a setting: {@code permuted-counter}. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
