package dev.whiteboard.cdn.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagsTest {
  @Test
  void of_bothFieldsOnSeveralLines_hasAll() {
    var fields =
        Fields.of(
            "surrogate-key", " a  b\tc ", "cache-tag", "d, e e ,,", "surrogate-key", "a", "x", "y");

    assertThat(Tags.of(fields)).contains(Set.of("a", "b", "c", "d", "e e"));
  }

  @Test
  void of_noField_hasNone() {
    assertThat(Tags.of(Fields.NONE)).contains(Set.of());
  }

  @Test
  void of_asManyAsMayBe_hasAll() {
    assertThat(Tags.of(many(Tags.TAGS_MAX)).orElseThrow()).hasSize(Tags.TAGS_MAX);
  }

  @Test
  void of_moreThanMayBe_isRefused() {
    assertThat(Tags.of(many(Tags.TAGS_MAX + 1))).isEmpty();
  }

  @Test
  void of_longerThanMayBe_isRefused() {
    assertThat(Tags.of(Fields.of("cache-tag", "x".repeat(Tags.CHARACTERS_MAX + 1)))).isEmpty();
  }

  private static Fields many(int count) {
    return Fields.of(
        "surrogate-key",
        IntStream.range(0, count).mapToObj(i -> "t" + i).collect(Collectors.joining(" ")));
  }
}
