package dev.whiteboard.cdn.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Letter.Ack;
import dev.whiteboard.cdn.purge.Letter.Answer;
import dev.whiteboard.cdn.purge.Letter.Ask;
import dev.whiteboard.cdn.purge.Letter.Gift;
import dev.whiteboard.cdn.purge.Letter.Message;
import dev.whiteboard.cdn.purge.Letter.Pull;
import dev.whiteboard.cdn.purge.Letter.Tell;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LetterCodecTest {
  private static final Letter ASK =
      new Letter("edge-1", 3, new Ask(9, new Digest(4, List.of(new Range(6, 7)))));

  @Property(tries = 300)
  void read_written_isTheSame(@ForAll("letters") Letter letter) {
    assertThat(LetterCodec.read(LetterCodec.write(letter))).isEqualTo(letter);
  }

  @Property(tries = 100)
  void read_writtenRecord_isTheSame(@ForAll("invalidations") Invalidation invalidation) {
    var record = InvalidationCodec.write(invalidation);

    assertThat(InvalidationCodec.read(invalidation.sequence(), record)).isEqualTo(invalidation);
  }

  /** Whatever the bytes are, nothing but a refusal comes of them. */
  @Property(tries = 1_000)
  void read_anyBytes_isReadOrRefused(@ForAll byte[] bytes) {
    var letter = Arrays.copyOf(bytes, bytes.length + 2);
    letter[0] = 1;
    letter[1] = (byte) (Math.abs(letter[1]) % 8);
    try {
      assertThat(LetterCodec.read(letter)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Each byte of a real letter changed: most are refused, and none breaks. */
  @Property(tries = 300)
  void read_oneByteChanged_isReadOrRefused(
      @ForAll("letters") Letter letter, @ForAll byte value, @ForAll int place) {
    var bytes = LetterCodec.write(letter);
    bytes[Math.floorMod(place, bytes.length)] = value;
    try {
      assertThat(LetterCodec.read(bytes)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 50)
  void read_cutOffAnywhere_isRefused(@ForAll("letters") Letter letter) {
    var whole = LetterCodec.write(letter);
    for (var length = 0; length < Math.min(whole.length, 200); length++) {
      var part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> LetterCodec.read(part)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void read_anotherVersion_isRefused() {
    var bytes = LetterCodec.write(ASK);
    bytes[0] = 2;

    assertThatThrownBy(() -> LetterCodec.read(bytes))
        .hasMessage("a letter of version 2, and only 1 is known");
  }

  @Test
  void read_bytesBehind_isRefused() {
    var bytes = LetterCodec.write(ASK);

    assertThatThrownBy(() -> LetterCodec.read(Arrays.copyOf(bytes, bytes.length + 3)))
        .hasMessage("3 bytes too many");
  }

  /** The largest that can be asked for fits into a record of the log, and into a letter. */
  @Test
  void write_largestInvalidation_fits() {
    var urls = new HashSet<String>();
    for (var i = 0; i < Targets.KEYS_MAX; i++) {
      urls.add("%04d".formatted(i) + "x".repeat(Targets.URL_CHARS_MAX - 4));
    }
    var largest = invalidation(urls);

    assertThat(InvalidationCodec.write(largest)).hasSizeLessThan(InvalidationCodec.BYTES_MAX);
    var gift = new Gift(List.of(largest), List.of(), 0);
    assertThat(LetterCodec.read(LetterCodec.write(new Letter("a", 1, gift))).message())
        .isEqualTo(gift);
  }

  @Test
  void write_moreThanARecordHolds_isRefused() {
    var urls = new HashSet<String>();
    for (var i = 0; i < 20; i++) {
      urls.add(i + "x".repeat(50_000));
    }

    assertThatThrownBy(() -> InvalidationCodec.write(invalidation(urls)))
        .hasMessage("more than 900000 bytes");
  }

  private static Invalidation invalidation(Set<String> urls) {
    return new Invalidation(
        1, "i", new Target.Urls(urls), true, Priority.URGENT, Instant.EPOCH, Duration.ofHours(1));
  }

  @Provide
  static Arbitrary<Invalidation> invalidations() {
    return SomeInvalidations.any();
  }

  @Provide
  static Arbitrary<Letter> letters() {
    var names = Arbitraries.strings().alpha().numeric().ofMaxLength(20);
    return Combinators.combine(names, Arbitraries.longs(), messages()).as(Letter::new);
  }

  private static Arbitrary<Message> messages() {
    var any = Arbitraries.longs();
    var names = Arbitraries.strings().ofMaxLength(20).list().ofMaxSize(30);
    var ranges =
        Combinators.combine(any, Arbitraries.longs().between(0, 1_000))
            .as((first, more) ->
                first > 0 ? new Range(first - more, first) : new Range(first, first + more))
            .list()
            .ofMaxSize(Journal.DIGEST_RANGES_MAX);
    var digests = Combinators.combine(any, ranges).as(Digest::new);
    var tells =
        Combinators.combine(SomeInvalidations.any(), Arbitraries.of(Strategy.Kind.class))
            .as(Tell::new);
    return Arbitraries.oneOf(
        tells,
        Combinators.combine(any, names).as(Ack::new),
        Combinators.combine(any, digests).as(Ask::new),
        Combinators.combine(any, digests, any).as(Answer::new),
        ranges.map(Pull::new),
        Combinators.combine(
                SomeInvalidations.any().list().ofMaxSize(5), any.list().ofMaxSize(20), any)
            .as(Gift::new));
  }
}
