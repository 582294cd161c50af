package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An invalidation as the bytes of a log record. The record does not hold its sequence: that is
 * where it stands.
 *
 * <pre>
 *   0         1      2          3        4             12             20   22
 *  +---------+------+----------+--------+-------------+--------------+----+------+-------+---- - -
 *  | version | soft | priority | target | accepted at | time to live | id       | count | keys
 *  +---------+------+----------+--------+-------------+--------------+----+------+-------+---- - -
 *   1 byte    1      1          1        8 bytes, ms   8 bytes, ms    text      2       texts
 *
 *   a text
 *  +--------+--------+      All numbers are big-endian.
 *  | length | UTF-8  |      Target: 0 URLs, 1 tags, 2 a prefix, the only key then.
 *  +--------+--------+      Priority: 0 low, 1 normal, 2 urgent.
 *   2 bytes
 * </pre>
 */
public final class InvalidationCodec {
  /** The layout above. */
  static final byte VERSION = 1;

  /** The most that a record can hold: Kafka takes no more than a mebibyte. */
  static final int BYTES_MAX = 900_000;

  /** By their numbers. */
  private static final List<Priority> PRIORITIES =
      List.of(Priority.LOW, Priority.NORMAL, Priority.URGENT);

  private static final int URLS = 0;
  private static final int TAGS = 1;
  private static final int PREFIX = 2;

  private InvalidationCodec() {}

  /** Writes a log record. */
  public static byte[] write(Invalidation invalidation) {
    var wire = new WireWriter(BYTES_MAX);
    writeTo(wire, invalidation);
    return wire.bytes();
  }

  /**
   * Reads a log record.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Invalidation read(long sequence, byte[] record) {
    var wire = new WireReader(record);
    var invalidation = readFrom(wire, sequence);
    wire.end();
    return invalidation;
  }

  static void writeTo(WireWriter wire, Invalidation invalidation) {
    var target = invalidation.target();
    wire.number1(VERSION);
    wire.number1(invalidation.soft() ? 1 : 0);
    wire.number1(PRIORITIES.indexOf(invalidation.priority()));
    wire.number1(kind(target));
    wire.number8(invalidation.acceptedAt().toEpochMilli());
    wire.number8(invalidation.timeToLive().toMillis());
    wire.text(invalidation.id());
    wire.texts(keys(target));
  }

  static Invalidation readFrom(WireReader wire, long sequence) {
    var version = wire.number1();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an invalidation of version " + version + ", and only " + VERSION + " is known");
    }
    var soft = wire.number1(2) == 1;
    var priority = PRIORITIES.get(wire.number1(PRIORITIES.size()));
    var kind = wire.number1(PREFIX + 1);
    var acceptedAt = Instant.ofEpochMilli(wire.number8());
    var timeToLive = Duration.ofMillis(wire.number8());
    var id = wire.text();
    var target = target(kind, wire.texts(Targets.KEYS_MAX));
    return new Invalidation(sequence, id, target, soft, priority, acceptedAt, timeToLive);
  }

  /** What a target names: URLs, tags or its prefix. */
  static Collection<String> keys(Target target) {
    return switch (target) {
      case Target.Urls(var urls) -> urls;
      case Target.Tags(var tags) -> tags;
      case Target.Prefix(var prefix) -> List.of(prefix);
    };
  }

  private static int kind(Target target) {
    return switch (target) {
      case Target.Urls _ -> URLS;
      case Target.Tags _ -> TAGS;
      case Target.Prefix _ -> PREFIX;
    };
  }

  private static Target target(int kind, List<String> keys) {
    if (keys.isEmpty() || (kind == PREFIX && keys.size() > 1)) {
      throw new IllegalArgumentException(
          "a target of kind %d with %d keys".formatted(kind, keys.size()));
    }
    return switch (kind) {
      case URLS -> new Target.Urls(new LinkedHashSet<>(keys));
      case TAGS -> new Target.Tags(new LinkedHashSet<>(keys));
      default -> new Target.Prefix(keys.getFirst());
    };
  }
}
