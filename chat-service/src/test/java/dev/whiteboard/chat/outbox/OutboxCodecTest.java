package dev.whiteboard.chat.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OutboxCodecTest {
  private static final ChatId CHAT = new ChatId(new UUID(1, -2));

  @ParameterizedTest
  @EnumSource
  void read_whatWasWritten_isTheSame(Kind kind) {
    for (var body : List.of(Optional.<String>empty(), Optional.of(""), Optional.of("你好 😀"))) {
      for (var files : List.of(0, 1, 32)) {
        var message = message(kind, body, files);

        assertThat(OutboxCodec.read(OutboxCodec.write(message))).isEqualTo(message);
      }
    }
  }

  @Test
  void read_whatIsNoRecord_isAnError() {
    var value = OutboxCodec.write(message(Kind.TEXT, Optional.empty(), 2));
    for (var length = 0; length < value.length; length++) {
      var cut = Arrays.copyOf(value, length);
      assertThatThrownBy(() -> OutboxCodec.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    for (var at : List.of(0, 1)) {
      var other = value.clone();
      other[at] = 99;
      assertThatThrownBy(() -> OutboxCodec.read(other))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void key_ofAChat_isItsId() {
    assertThat(OutboxCodec.key(CHAT)).hasSize(16).startsWith(0, 0, 0, 0, 0, 0, 0, 1).endsWith(-2);
  }

  private static OutboxRecord message(Kind kind, Optional<String> body, int files) {
    return new OutboxRecord(
        CHAT,
        Long.MAX_VALUE - 3,
        kind,
        5,
        new UserId(new UUID(3, 4)),
        new DeviceId(new UUID(5, 6)),
        Instant.parse("2026-11-21T20:00:00.123Z"),
        body,
        body.isEmpty(),
        IntStream.range(0, files).mapToObj(i -> new FileId(new UUID(7, i))).toList());
  }
}
