package dev.whiteboard.cdn.cache;

/**
 * How often a hash was seen lately, about: a count-min sketch of 4-bit counters that are halved now
 * and then. It never says too little, between two halvings and up to 15.
 */
final class FrequencySketch {
  /*
   * Each hash has four counters, and shares each with others. The least of the four is the one that
   * others added to least, so that one is told; and only those that are the least are added to,
   * which leaves a counter of a frequent hash alone when a rare one shares it.
   *
   *   table     | block of 8 longs = 64 bytes | block | block | ...
   *   a hash    picks a block, and in each quarter of it, 2 longs, one of 32 counters
   *
   * So a look touches one line of the processor's cache. With 8 bytes and so 16 counters for each
   * entry, an entry of a full cache is told wrong by 1 or more in a few of 100 cases.
   *
   * After additions of several times the entries, each counter is halved: what was popular is
   * forgotten, and those that are added to seldom drop out.
   *
   * Sources: Cormode, Muthukrishnan: An Improved Data Stream Summary (2005). Estan, Varghese: New
   * Directions in Traffic Measurement (2002), for adding to the least only. Einziger, Friedman,
   * Manes: TinyLFU (2017), for the halving.
   */

  /** What a counter holds. */
  static final int COUNT_MAX = 15;

  private static final int BLOCK_LONGS = 8;
  private static final int ROWS = 4;
  private static final int ENTRIES_MAX = 1 << 27;
  private static final long HALVED_MASK = 0x7777_7777_7777_7777L;

  /** Additions until all is halved, for each entry. */
  private final int periodPerEntry;

  private long[] table = new long[0];
  private int blockMask;
  private long additions;
  private long period;

  FrequencySketch(int entries, int periodPerEntry) {
    this.periodPerEntry = periodPerEntry;
    makeFor(entries);
  }

  /** Starts anew where it is too small for so many entries. */
  void ensure(int entries) {
    if (entries > table.length && table.length < ENTRIES_MAX) {
      makeFor(entries);
    }
  }

  private void makeFor(int entries) {
    var longs = Math.clamp(entries, BLOCK_LONGS, ENTRIES_MAX);
    table = new long[Integer.highestOneBit(longs - 1) << 1];
    blockMask = table.length / BLOCK_LONGS - 1;
    period = (long) periodPerEntry * Math.max(entries, BLOCK_LONGS);
    additions = 0;
  }

  /** 0 to 15. */
  int count(int hash) {
    var block = block(hash);
    var places = places(hash);
    var least = COUNT_MAX;
    for (var row = 0; row < ROWS; row++) {
      least = Math.min(least, counter(block, row, places));
    }
    return least;
  }

  /** So many more. */
  void add(int hash, int times) {
    for (var i = 0; i < times; i++) {
      addOne(hash);
    }
    additions += times;
    if (additions >= period) {
      halve();
    }
  }

  private void addOne(int hash) {
    var least = count(hash);
    if (least == COUNT_MAX) {
      return;
    }
    var block = block(hash);
    var places = places(hash);
    for (var row = 0; row < ROWS; row++) {
      if (counter(block, row, places) == least) {
        table[word(block, row, places)] += 1L << shift(row, places);
      }
    }
  }

  private void halve() {
    for (var i = 0; i < table.length; i++) {
      table[i] = (table[i] >>> 1) & HALVED_MASK;
    }
    additions /= 2;
  }

  private int block(int hash) {
    return (hash & blockMask) * BLOCK_LONGS;
  }

  /** Eight bits for each row. */
  private static int places(int hash) {
    var places = hash * 0x31848BAB;
    return places ^ (places >>> 14);
  }

  private int counter(int block, int row, int places) {
    return (int) (table[word(block, row, places)] >>> shift(row, places)) & COUNT_MAX;
  }

  private static int word(int block, int row, int places) {
    return block + 2 * row + ((places >>> (8 * row)) & 1);
  }

  private static int shift(int row, int places) {
    return ((places >>> (8 * row + 1)) & 15) << 2;
  }
}
