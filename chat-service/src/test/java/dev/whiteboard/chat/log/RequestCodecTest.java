package dev.whiteboard.chat.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.log.Appended.Reason;
import dev.whiteboard.chat.log.Appended.Refused;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.Content.Nothing;
import dev.whiteboard.chat.log.Content.Sealed;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.chat.log.Request.Answer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RequestCodecTest {
  private static final UUID NODE = new UUID(1, -2);

  @Test
  void readRequest_whatWasWritten_isTheSame() {
    var contents =
        List.of(
            new Nothing(),
            new Words(""),
            new Words("你好 😀"),
            new Words("half \uD83D and \0"),
            new Sealed(Ciphertext.of(new byte[] {0, -1, 1})));
    for (var content : contents) {
      for (var kind : List.of(Kind.TEXT, Kind.EDIT, Kind.DELETE)) {
        var request = new Request(NODE, Long.MIN_VALUE + 5, draft(kind, content, 3));

        assertThat(RequestCodec.readRequest(RequestCodec.write(request))).isEqualTo(request);
      }
    }
  }

  @Test
  void readAnswer_whatWasWritten_isTheSame() {
    var at = Instant.parse("2026-11-21T20:00:00.123Z");
    for (var reason : Reason.values()) {
      assertThat(again(Optional.of(new Refused(reason)))).contains(new Refused(reason));
    }
    assertThat(again(Optional.of(new Stored(5, at, true)))).contains(new Stored(5, at, true));
    assertThat(again(Optional.of(new Stored(6, at, false)))).contains(new Stored(6, at, false));
    assertThat(again(Optional.empty())).isEmpty();
  }

  @Test
  void read_whatIsNoRecord_isAnError() {
    assertOnlyWholeIsRead(
        RequestCodec.write(new Request(NODE, 1, draft(Kind.TEXT, new Nothing(), 2))),
        RequestCodec::readRequest);
    assertOnlyWholeIsRead(
        RequestCodec.write(new Answer(NODE, 1, Optional.empty())), RequestCodec::readAnswer);
  }

  private static void assertOnlyWholeIsRead(byte[] value, Consumer<byte[]> reader) {
    reader.accept(value);
    for (var length = 0; length < value.length; length++) {
      var cut = Arrays.copyOf(value, length);
      assertThatThrownBy(() -> reader.accept(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    for (var at : List.of(0, 1)) {
      var other = value.clone();
      other[at] = 99;
      assertThatThrownBy(() -> reader.accept(other)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Optional<Appended> again(Optional<Appended> outcome) {
    var answer = RequestCodec.readAnswer(RequestCodec.write(new Answer(NODE, 7, outcome)));
    assertThat(answer.node()).isEqualTo(NODE);
    assertThat(answer.number()).isEqualTo(7);
    return answer.outcome();
  }

  private static Draft draft(Kind kind, Content content, int files) {
    var ada = ChatRows.sender();
    return new Draft(
        new ChatId(new UUID(3, 4)),
        ada.user(),
        ada.device(),
        ChatRows.mid(),
        kind,
        9,
        content,
        IntStream.range(0, files).mapToObj(i -> new FileId(new UUID(7, i))).toList());
  }
}
