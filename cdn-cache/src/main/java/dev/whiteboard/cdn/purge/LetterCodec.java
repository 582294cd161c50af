package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Letter.Ack;
import dev.whiteboard.cdn.purge.Letter.Answer;
import dev.whiteboard.cdn.purge.Letter.Ask;
import dev.whiteboard.cdn.purge.Letter.Gift;
import dev.whiteboard.cdn.purge.Letter.Message;
import dev.whiteboard.cdn.purge.Letter.Pull;
import dev.whiteboard.cdn.purge.Letter.Tell;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.util.List;

/**
 * Letters as bytes.
 *
 * <pre>
 *  +---------+------+---------+------+---- - -
 *  | version | type | history | from | message
 *  +---------+------+---------+------+---- - -
 *   1 byte    1      8 bytes   text
 *
 *   1 tell     kind (1), invalidation          kind: 0 flood, 1 tree, 2 gossip
 *                                              invalidation: sequence (8), then as in the log
 *   2 ack      sequence (8), names             names: count (2), texts
 *   3 ask      token (8), digest               digest: watermark (8), ranges
 *   4 answer   token (8), age in ms (8), digest
 *   5 pull     ranges                          ranges: count (2), first (8) and last (8) of each
 *   6 gift     lost through (8), voids, invalidations
 *                                              each: count (2), sequences (8) or invalidations
 * </pre>
 *
 * <p>Numbers are big-endian. Whatever the bytes are, reading them ends in a letter or in an {@link
 * IllegalArgumentException}.
 */
public final class LetterCodec {
  /** The most that a letter has: whoever receives one reads no further. */
  public static final int BYTES_MAX = 4_000_000;

  /** Invalidations and voids in one gift. */
  static final int GIFT_COUNT_MAX = 256;

  /** What the keys in one gift have together; a single invalidation may have more. */
  static final long GIFT_CHARS_MAX = 500_000;

  /** Names in one acknowledgement. */
  static final int NAMES_MAX = 4_096;

  /** By their numbers. */
  private static final List<Kind> KINDS = List.of(Kind.FLOOD, Kind.TREE, Kind.GOSSIP);

  private static final int VERSION = 1;
  private static final int TELL = 1;
  private static final int ACK = 2;
  private static final int ASK = 3;
  private static final int ANSWER = 4;
  private static final int PULL = 5;
  private static final int GIFT = 6;

  private LetterCodec() {}

  /** Writes a letter. */
  public static byte[] write(Letter letter) {
    var wire = new WireWriter(BYTES_MAX);
    wire.number1(VERSION);
    wire.number1(type(letter.message()));
    wire.number8(letter.history());
    wire.text(letter.from());
    write(wire, letter.message());
    return wire.bytes();
  }

  /**
   * Reads a letter.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Letter read(byte[] bytes) {
    var wire = new WireReader(bytes);
    var version = wire.number1();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a letter of version " + version + ", and only " + VERSION + " is known");
    }
    var type = wire.number1();
    var history = wire.number8();
    var from = wire.text();
    var message = message(type, wire);
    wire.end();
    return new Letter(from, history, message);
  }

  private static int type(Message message) {
    return switch (message) {
      case Tell _ -> TELL;
      case Ack _ -> ACK;
      case Ask _ -> ASK;
      case Answer _ -> ANSWER;
      case Pull _ -> PULL;
      case Gift _ -> GIFT;
    };
  }

  private static void write(WireWriter wire, Message message) {
    switch (message) {
      case Tell(var invalidation, var kind) -> {
        wire.number1(KINDS.indexOf(kind));
        invalidation(wire, invalidation);
      }
      case Ack(var sequence, var nodes) -> {
        wire.number8(sequence);
        wire.texts(nodes);
      }
      case Ask(var token, var digest) -> {
        wire.number8(token);
        digest(wire, digest);
      }
      case Answer(var token, var digest, var ageMillis) -> {
        wire.number8(token);
        wire.number8(ageMillis);
        digest(wire, digest);
      }
      case Pull(var ranges) -> ranges(wire, ranges);
      case Gift gift -> gift(wire, gift);
    }
  }

  private static void invalidation(WireWriter wire, Invalidation invalidation) {
    wire.number8(invalidation.sequence());
    InvalidationCodec.writeTo(wire, invalidation);
  }

  private static void digest(WireWriter wire, Digest digest) {
    wire.number8(digest.watermark());
    ranges(wire, digest.above());
  }

  private static void ranges(WireWriter wire, List<Range> ranges) {
    wire.number2(ranges.size());
    for (var range : ranges) {
      wire.number8(range.first());
      wire.number8(range.last());
    }
  }

  private static void gift(WireWriter wire, Gift gift) {
    wire.number8(gift.lostThrough());
    wire.number2(gift.voids().size());
    gift.voids().forEach(wire::number8);
    wire.number2(gift.invalidations().size());
    gift.invalidations().forEach(invalidation -> invalidation(wire, invalidation));
  }

  private static Message message(int type, WireReader wire) {
    return switch (type) {
      case TELL -> tell(wire);
      case ACK -> new Ack(wire.number8(), List.copyOf(wire.texts(NAMES_MAX)));
      case ASK -> new Ask(wire.number8(), digest(wire));
      case ANSWER -> answer(wire);
      case PULL -> new Pull(ranges(wire));
      case GIFT -> gift(wire);
      default -> throw new IllegalArgumentException("a letter of type " + type);
    };
  }

  private static Tell tell(WireReader wire) {
    var kind = KINDS.get(wire.number1(KINDS.size()));
    return new Tell(invalidation(wire), kind);
  }

  private static Answer answer(WireReader wire) {
    var token = wire.number8();
    var ageMillis = wire.number8();
    return new Answer(token, digest(wire), ageMillis);
  }

  private static Invalidation invalidation(WireReader wire) {
    return InvalidationCodec.readFrom(wire, wire.number8());
  }

  private static Digest digest(WireReader wire) {
    return new Digest(wire.number8(), ranges(wire));
  }

  private static List<Range> ranges(WireReader wire) {
    return List.copyOf(
        wire.list(Journal.DIGEST_RANGES_MAX, () -> new Range(wire.number8(), wire.number8())));
  }

  private static Gift gift(WireReader wire) {
    var lostThrough = wire.number8();
    var voids = List.copyOf(wire.list(GIFT_COUNT_MAX, wire::number8));
    var invalidations = List.copyOf(wire.list(GIFT_COUNT_MAX, () -> invalidation(wire)));
    return new Gift(invalidations, voids, lostThrough);
  }
}
