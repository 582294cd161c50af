package dev.whiteboard.shortener.click;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Gathers the clicks of one event loop into batches. Not thread-safe: each event loop has its own,
 * and so needs no lock.
 */
public final class ClickBuffer {
  /** A batch's size: 3,000 to 6,000 clicks, as a record costs what it costs whatever it holds. */
  private static final int BATCH_BYTES_MAX = 128 * 1024;

  private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES_MAX);
  private final TextNumbers texts = new TextNumbers();
  private final long sender;
  private final Consumer<byte[]> full;
  private long sequence;
  private long firstMillis;
  private int clicks;

  /**
   * Hands batches on.
   *
   * @param sender a number that no other buffer has, in no process: a random one
   * @param full takes a batch; must not block
   */
  public ClickBuffer(long sender, Consumer<byte[]> full) {
    this.sender = sender;
    this.full = full;
  }

  /** Adds a click. */
  public void add(Click click) {
    if (clicks > 0 && !fits(click)) {
      flush();
    }
    if (clicks == 0) {
      begin(click.atMillis());
    }
    append(click);
    clicks++;
  }

  /** Hands on what has been gathered. */
  public void flush() {
    if (clicks > 0) {
      batch.putShort(ClickBatch.COUNT_AT, (short) clicks);
      full.accept(Arrays.copyOf(batch.array(), batch.position()));
      clicks = 0;
    }
  }

  /** As if all its texts were new ones; and a clock that was set by weeks begins a batch. */
  private boolean fits(Click click) {
    var characters = click.code().length() + click.userAgent().length() + click.referrer().length();
    var after = click.atMillis() - firstMillis;
    return after == (int) after
        && batch.remaining() >= ClickBatch.CLICK_BYTES + 3 * ClickBatch.LENGTH_BYTES + characters;
  }

  private void begin(long atMillis) {
    firstMillis = atMillis;
    sequence++;
    texts.clear();
    batch
        .clear()
        .put(ClickBatch.VERSION)
        .putLong(sender)
        .putLong(sequence)
        .putLong(firstMillis)
        .putShort((short) 0);
  }

  private void append(Click click) {
    batch.putInt((int) (click.atMillis() - firstMillis)).putLong(click.visitor());
    var country = click.country();
    batch.putShort(
        country.isEmpty() ? 0 : (short) ((byte) country.charAt(0) << 8 | (byte) country.charAt(1)));
    appendText(click.code());
    appendText(click.userAgent());
    appendText(click.referrer());
  }

  private void appendText(String text) {
    var isNew = texts.next();
    var number = texts.of(text);
    batch.putShort((short) number);
    if (number == isNew) {
      batch.putShort((short) text.length());
      for (var i = 0; i < text.length(); i++) {
        batch.put(ascii(text.charAt(i)));
      }
    }
  }

  /** The header of a request can have any character; a question mark stands for the rest. */
  private static byte ascii(char character) {
    return (byte) (character < 0x80 ? character : '?');
  }
}
