package dev.whiteboard.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ChatTallyTest {
  private final ChatTally tally = new ChatTally(new ChatId(new UUID(0, 1)), List.of(0, 1));

  @Test
  void whoHeardTheSame_hasItAll_inWhateverOrderItWasTold() {
    tally.sent(2, 20);
    tally.sent(1, 10);
    assertThat(tally.isAllOf(2, ChatTally.digest(1, 10) + ChatTally.digest(2, 20))).isTrue();
  }

  @Test
  void whoHeardTwoSwapped_hasNot() {
    tally.sent(1, 10);
    tally.sent(2, 20);
    assertThat(tally.isAllOf(2, ChatTally.digest(1, 20) + ChatTally.digest(2, 10))).isFalse();
  }

  @Test
  void whoLacksOne_hasNot() {
    tally.sent(1, 10);
    assertThat(tally.isAllOf(0, 0)).isFalse();
  }
}
