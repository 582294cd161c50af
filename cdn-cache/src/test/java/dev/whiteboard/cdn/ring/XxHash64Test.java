package dev.whiteboard.cdn.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jpountz.xxhash.XXHashFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class XxHash64Test {
  @Test
  void hash_isAsPublished() {
    assertThat(XxHash64.hash("")).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(XxHash64.hash("a")).isEqualTo(0xD24EC4F1A98C6E5BL);
    assertThat(XxHash64.hash("abc")).isEqualTo(0x44BC2CF5AD770999L);
    assertThat(XxHash64.hash("Nobody inspects the spammish repetition"))
        .isEqualTo(0xFBCEA83C8A378BF1L);
  }

  @Property(tries = 500)
  void hash_agreesWithTheLibraryOfKafka(@ForAll @Size(max = 200) byte[] bytes, @ForAll long seed) {
    var theirs = XXHashFactory.safeInstance().hash64().hash(bytes, 0, bytes.length, seed);
    assertThat(XxHash64.hash(bytes, seed)).isEqualTo(theirs);
  }

  @Test
  void hash_ofText_isOfItsUtf8() {
    assertThat(XxHash64.hash("käse")).isEqualTo(XxHash64.hash("käse".getBytes(UTF_8), 0));
  }
}
