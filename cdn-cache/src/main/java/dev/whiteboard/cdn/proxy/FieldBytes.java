package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.Fields;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Fields as they are written fastest: as bytes, and with the hash of each name. Those of an answer
 * that was given a moment ago are remembered, which is most of them where there is much to do. One
 * for each event loop.
 */
final class FieldBytes {
  /** A KB each; of two that fall on the same place the later one stays. */
  private static final int KEPT = 256;

  private final @Nullable Made[] made = new Made[KEPT];

  /** Of these fields: name, value, name, value. */
  private static final class Made {
    private final Fields fields;
    private final CharSequence[] flat;

    Made(Fields fields) {
      this.fields = fields;
      this.flat = new CharSequence[2 * fields.size()];
      for (var line = 0; line < fields.size(); line++) {
        flat[2 * line] = new AsciiString(fields.name(line));
        flat[2 * line + 1] = new AsciiString(fields.value(line));
      }
    }
  }

  /** Name, value, name, value; for the same object the same. Not to be changed. */
  @SuppressWarnings("ReferenceEquality")
  CharSequence[] of(Fields fields) {
    var place = System.identityHashCode(fields) & (KEPT - 1);
    var known = made[place];
    if (known == null || known.fields != fields) {
      known = new Made(fields);
      made[place] = known;
    }
    return known.flat;
  }
}
