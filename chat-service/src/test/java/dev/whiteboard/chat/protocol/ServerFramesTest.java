package dev.whiteboard.chat.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerFramesTest {
  private static final ChatId CHAT = new ChatId(new UUID(1, 2));
  private static final UserId USER = new UserId(new UUID(3, 4));
  private static final MessageId MID = new MessageId(new UUID(5, 6));
  private static final Instant AT = Instant.parse("2027-01-31T12:00:00.100Z");

  static List<ServerFrame> frames() {
    return List.of(
        new ServerFrame.Welcome(new SessionId(new UUID(7, 8)), "node-1", 25_000, 256, 65_536),
        new ServerFrame.Sent(MID, CHAT, 7, AT, true),
        new ServerFrame.Msg(message(Kind.TEXT, new Content.Words("Grüße, 世界"), 0, false)),
        new ServerFrame.Msg(message(Kind.EDIT, new Content.Words("x"), 3, false)),
        new ServerFrame.Msg(message(Kind.TEXT, new Content.Nothing(), 9, true)),
        new ServerFrame.Receipt(CHAT, USER, 7, 5),
        new ServerFrame.Presence(USER, ServerFrame.Presence.State.ONLINE, Optional.of(AT)),
        new ServerFrame.Presence(USER, ServerFrame.Presence.State.UNKNOWN, Optional.empty()),
        new ServerFrame.Typing(CHAT, USER),
        new ServerFrame.Gap(CHAT, 3, 9),
        new ServerFrame.Synced(CHAT, 4, 9, 12),
        new ServerFrame.Failed(
            Optional.empty(), Optional.of(CHAT), "unavailable", "Try again.", true, 500),
        new ServerFrame.Failed(Optional.of(MID), "unavailable", "Try again.", true, 500),
        new ServerFrame.Failed(Optional.empty(), "bad-frame", "t is missing", false, 0),
        new ServerFrame.Bye(4000, true, 1_500),
        new ServerFrame.Pong(Map.of()),
        new ServerFrame.Pong(Map.of(CHAT, 12L)));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void parse_whatWasWritten_isTheSameFrame(ServerFrame frame) {
    var json = new JsonObject(ServerFrames.json(frame).toBuffer());

    assertThat(ServerFrames.parse(json)).contains(frame);
  }

  @Test
  void parse_kindThatCameLater_isPassedOver() {
    assertThat(ServerFrames.parse(new JsonObject().put("t", "confetti"))).isEmpty();
  }

  @Test
  void json_message_hasTheFieldsOfTheProtocol() {
    var frame = new ServerFrame.Msg(message(Kind.TEXT, new Content.Words("hi"), 0, false));

    assertThat(ServerFrames.json(frame).encode())
        .isEqualTo(
            """
            {"chat":"00000000-0000-0001-0000-000000000002","seq":7,\
            "mid":"00000000-0000-0005-0000-000000000006",\
            "from":"00000000-0000-0003-0000-000000000004",\
            "device":"00000000-0000-0009-0000-00000000000a","at":"2027-01-31T12:00:00.100Z",\
            "kind":"text","body":"hi","files":["00000000-0000-000b-0000-00000000000c"],"t":"msg"}\
            """);
  }

  private static Message message(Kind kind, Content content, long ref, boolean deleted) {
    return new Message(
        CHAT,
        7,
        MID,
        USER,
        new DeviceId(new UUID(9, 10)),
        AT,
        kind,
        ref,
        content,
        deleted ? List.of() : List.of(new FileId(new UUID(11, 12))),
        deleted ? 8 : 0,
        deleted);
  }
}
