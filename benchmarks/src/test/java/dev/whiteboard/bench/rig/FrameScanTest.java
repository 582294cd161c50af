package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FrameScanTest {
  private static final ChatId CHAT =
      new ChatId(UUID.fromString("0198d2a0-77aa-7000-8000-000000000001"));
  private static final MessageId MID =
      new MessageId(UUID.fromString("0198d2a0-77aa-7000-8000-0000000012ab"));

  private final FrameScan scan = new FrameScan();

  private String read(ServerFrame frame) {
    var json = ServerFrames.json(frame).encode();
    var bytes = ("before" + json + "behind").getBytes(UTF_8);
    scan.read(bytes, "before".length(), "before".length() + json.length());
    return json;
  }

  @Test
  void msg_hasItsPlaceAndBothItsNumbers() {
    var json = read(new ServerFrame.Msg(message("4779 and \"more\" \\ than that")));
    assertThat(scan.type).isEqualTo("msg");
    assertThat(scan.chatAt).isEqualTo("before".length() + json.indexOf(CHAT.toString()));
    assertThat(scan.seq).isEqualTo(77);
    assertThat(scan.number).isEqualTo(0x12ab);
    assertThat(scan.bodyNumber).isEqualTo(0x12ab);
  }

  private static Message message(String body) {
    return new Message(
        CHAT,
        77,
        MID,
        new UserId(CHAT.value()),
        new DeviceId(CHAT.value()),
        Instant.EPOCH,
        Kind.TEXT,
        0,
        new Content.Words(body),
        List.of(),
        0,
        false);
  }

  @Test
  void others_haveWhatTheyTell() {
    read(new ServerFrame.Gap(CHAT, 5, 9));
    assertThat(scan.type).isEqualTo("gap");
    assertThat(scan.head).isEqualTo(9);
    read(new ServerFrame.Synced(CHAT, 1, 7, 9));
    assertThat(scan.type).isEqualTo("synced");
    assertThat(scan.head).isEqualTo(9);
    read(new ServerFrame.Failed(Optional.of(MID), "busy", "Later.", true, 200));
    assertThat(scan.type).isEqualTo("error");
    assertThat(scan.retryable).isTrue();
    assertThat(scan.number).isEqualTo(0x12ab);
  }

  @Test
  void nestedFields_arePassedOver() {
    read(new ServerFrame.Pong(Map.of(CHAT, 3L)));
    assertThat(scan.type).isEqualTo("pong");
    assertThat(scan.chatAt).isEqualTo(-1);
  }

  @Test
  void noJson_isRefused() {
    assertThatThrownBy(() -> scan.read("nothing".getBytes(UTF_8), 0, 7))
        .isInstanceOf(IllegalStateException.class);
  }
}
