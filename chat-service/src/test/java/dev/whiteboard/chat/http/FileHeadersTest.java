package dev.whiteboard.chat.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.http.ByteRange.Asked;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the headers of requests and answers about files. */
final class FileHeadersTest {
  @Test
  void disposition_plainName_isAsItIs() {
    assertThat(ContentDisposition.of(true, "my cat.png"))
        .isEqualTo("inline; filename=\"my cat.png\"; filename*=UTF-8''my%20cat.png");
  }

  /** The examples of RFC 8187, section 3.2.3, and RFC 6266, section 5. */
  @Test
  void disposition_otherCharacters_areEncoded() {
    assertThat(ContentDisposition.of(false, "£ and € rates"))
        .endsWith("filename*=UTF-8''%C2%A3%20and%20%E2%82%AC%20rates");
  }

  @Property
  void disposition_anyName_isOneHeader_andComesBack(@ForAll String name) {
    var header = ContentDisposition.of(false, name);

    assertThat(header)
        .matches("attachment; filename=\"[A-Za-z0-9 .()_-]*\"; filename\\*=UTF-8''\\S*");
    var encoded = header.substring(header.lastIndexOf('\'') + 1).replace("+", "%2B");
    assertThat(URLDecoder.decode(encoded, UTF_8))
        .isEqualTo(new String(name.getBytes(UTF_8), UTF_8));
  }

  @Property
  void range_ofAnything_isWithinTheFile(
      @ForAll @LongRange(min = 0, max = 20) long from,
      @ForAll @LongRange(min = 0, max = 20) long to,
      @ForAll @LongRange(min = 0, max = 15) long size) {
    for (var header :
        new String[] {"bytes=%d-%d".formatted(from, to), "bytes=" + from + "-", "bytes=-" + to}) {
      if (ByteRange.parse(header, size) instanceof Asked.Part(var range)) {
        assertThat(range.from()).isGreaterThanOrEqualTo(0);
        assertThat(range.length()).isPositive();
        assertThat(range.from() + range.length()).isLessThanOrEqualTo(size);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,2-3", "x=0-1"})
  void range_malformed_isAll(String header) {
    assertThat(ByteRange.parse(header, 10)).isEqualTo(new Asked.All());
  }

  @Test
  void metadata_pairs_areRead() {
    assertThat(TusMetadata.parse("chat " + base64("x") + ", filename " + base64("猫") + ",flag"))
        .map(TusMetadata::values)
        .contains(Map.of("chat", "x", "filename", "猫", "flag", ""));
    assertThat(TusMetadata.parse("")).map(TusMetadata::values).contains(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "a b c", "a =", "a YQ==,a YQ==", " ,a YQ==", "a \u00e4", "a gICA"})
  void metadata_malformed_isNone(String header) {
    assertThat(TusMetadata.parse(header)).isEmpty();
  }

  @Test
  void metadata_tooLong_isNone() {
    assertThat(TusMetadata.parse("a " + "YWFh".repeat(1_100))).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
