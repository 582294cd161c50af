package dev.whiteboard.cdn.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RespReaderTest {
  private static final int BULK_MAX = 10_000;

  private final RespReader reader = new RespReader(BULK_MAX, 4 * BULK_MAX);

  @Property(tries = 300)
  void next_howeverTheBytesArrive_isTheSame(
      @ForAll @Size(min = 1, max = 8)
          List<@Size(min = 1, max = 6) List<@Size(max = 300) byte[]>> sent,
      @ForAll long seed)
      throws ProtocolException {
    var bytes = new StringBuilder();
    sent.forEach(command -> bytes.append(array(command)));
    var fresh = new RespReader(BULK_MAX, 4 * BULK_MAX);
    var read = readInPieces(fresh, bytes.toString(), new SplittableRandom(seed));
    assertThat(read).hasSameSizeAs(sent);
    for (var i = 0; i < read.size(); i++) {
      assertThat(read.get(i)).containsExactlyElementsOf(texts(sent.get(i)));
    }
    assertThat(fresh.isHalfway()).isFalse();
  }

  private static String array(List<byte[]> command) {
    var text = new StringBuilder("*" + command.size() + "\r\n");
    for (var bytes : command) {
      text.append("$" + bytes.length + "\r\n").append(new String(bytes, ISO_8859_1)).append("\r\n");
    }
    return text.toString();
  }

  private static List<String> texts(List<byte[]> command) {
    return command.stream().map(bytes -> new String(bytes, ISO_8859_1)).toList();
  }

  private static List<List<String>> readInPieces(
      RespReader reader, String text, SplittableRandom random) throws ProtocolException {
    var bytes = text.getBytes(ISO_8859_1);
    var read = new ArrayList<List<String>>();
    for (var at = 0; at < bytes.length; ) {
      var size = Math.min(bytes.length - at, random.nextInt(1, random.nextBoolean() ? 4 : 2_000));
      feed(reader, Arrays.copyOfRange(bytes, at, at + size));
      at += size;
      while (reader.next()) {
        read.add(words(reader));
      }
    }
    return read;
  }

  private static void feed(RespReader reader, byte[] bytes) {
    System.arraycopy(bytes, 0, reader.room(bytes.length), reader.end(), bytes.length);
    reader.filled(bytes.length);
  }

  private static List<String> words(RespReader reader) {
    var arguments = reader.arguments();
    return IntStream.range(0, arguments.count())
        .mapToObj(i -> new String(arguments.bytes(i), ISO_8859_1))
        .toList();
  }

  private List<String> only(String text) throws ProtocolException {
    feed(reader, text.getBytes(ISO_8859_1));
    assertThat(reader.next()).isTrue();
    var words = words(reader);
    assertThat(reader.next()).isFalse();
    return words;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "PING|PING",
        "  SET  a   b |SET,a,b",
        "SET a \"b c\"|SET,a,b c",
        "SET a 'b \"c'|SET,a,b \"c",
        "SET a \"\\x41\\\"\\\\\"|SET,a,A\"\\",
        "SET a 'it\\'s \\x'|SET,a,it's \\x",
        "SET a \"\"|SET,a,"
      })
  void next_ofALine_isItsWords(String line, String words) throws ProtocolException {
    assertThat(only(line + "\r\n")).containsExactly(words.split(",", -1));
    assertThat(only(line + "\n")).containsExactly(words.split(",", -1));
  }

  @Test
  void next_ofEmptyLinesAndArrays_passesOver() throws ProtocolException {
    assertThat(only("\r\n\n*0\r\n*-1\r\n   \r\n*1\r\n$4\r\nPING\r\n")).containsExactly("PING");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*1\r\n+PING\r\n",
        "*1\r\n$-1\r\n",
        "*1\r\n$10001\r\n",
        "*1\r\n$4294967296\r\n",
        "*1\r\n$99999999999999999999",
        "*1\r\n$a\r\n",
        "*a\r\n",
        "*1\rx",
        "*10002\r\n",
        "*99999999999999999999999",
        "*1\r\n$4\r\nPINGxx",
        "SET a \"b\n",
        "SET a \"b\"c\n",
        "SET a 'b\r\n"
      })
  void next_ofSomethingElse_isRefused(String text) {
    feed(reader, text.getBytes(ISO_8859_1));
    assertThatExceptionOfType(ProtocolException.class).isThrownBy(reader::next);
  }

  @Test
  void next_ofALineThatNeverEnds_isRefused() {
    feed(reader, "a".repeat(RespReader.INLINE_BYTES_MAX + 1).getBytes(ISO_8859_1));
    assertThatExceptionOfType(ProtocolException.class).isThrownBy(reader::next);
  }

  @Test
  void next_ofACommandTooLong_isRefused() {
    var part = "$10000\r\n" + "a".repeat(10_000) + "\r\n";
    feed(reader, ("*9\r\n" + part.repeat(5)).getBytes(ISO_8859_1));
    assertThatExceptionOfType(ProtocolException.class).isThrownBy(reader::next);
  }

  @Test
  void room_afterALargeCommand_isGivenBack() throws ProtocolException {
    var large = new RespReader(1 << 20, 1 << 22);
    feed(large, ("*1\r\n$1000000\r\n" + "a".repeat(1_000_000) + "\r\n").getBytes(ISO_8859_1));
    assertThat(large.next()).isTrue();
    assertThat(large.next()).isFalse();
    feed(large, new byte[] {'a'});
    assertThat(large.held()).isLessThan(100_000);
  }
}
