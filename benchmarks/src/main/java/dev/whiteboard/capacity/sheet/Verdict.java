package dev.whiteboard.capacity.sheet;

import java.util.Locale;

/** What can be said of a claim. There are no other words. */
public enum Verdict {
  /** What was measured meets it, with nothing else assumed. */
  HOLDS("What was measured meets it, and nothing else has to be assumed."),
  /** What was measured meets it, if what is named is so. */
  HOLDS_IF("What was measured meets it, if what the note names is so: it was not measured."),
  /** What was measured, or arithmetic alone, is against it. */
  BREAKS_AT("What was measured, or arithmetic alone, is against it; the note says from where on."),
  /** Nobody measured it. */
  NOT_MEASURED("Nobody measured it on this machine. It stays on the sheet.");

  private final String meaning;

  Verdict(String meaning) {
    this.meaning = meaning;
  }

  /** In a sentence, for a legend. */
  public String meaning() {
    return meaning;
  }

  /** As all outputs write it: {@code holds-if}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
