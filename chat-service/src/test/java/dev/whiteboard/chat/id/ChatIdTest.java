package dev.whiteboard.chat.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChatIdTest {
  /** PostgreSQL compares the bytes; {@link UUID} takes half of all for less than none. */
  @Test
  void compareTo_anyIds_ordersAsTheirTexts() {
    var random = new Random(1);
    var ids =
        Stream.generate(() -> new ChatId(new UUID(random.nextLong(), random.nextLong())))
            .limit(1_000)
            .toList();

    assertThat(ids.stream().sorted().map(ChatId::toString))
        .containsExactlyElementsOf(ids.stream().map(ChatId::toString).sorted().toList());
  }

  @Test
  void compareTo_sameBeginning_goesOnWithTheRest() {
    var less = new ChatId(new UUID(1, Long.MAX_VALUE));
    var more = new ChatId(new UUID(1, Long.MIN_VALUE));

    assertThat(less).isLessThan(more);
    assertThat(more).isEqualByComparingTo(new ChatId(new UUID(1, Long.MIN_VALUE)));
  }
}
