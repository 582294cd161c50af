package dev.whiteboard.chat.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFramesTest {
  private static final String MID = "018f0000-0000-7000-8000-000000000001";
  private static final String CHAT = "018f0000-0000-7000-8000-000000000002";

  @Property
  void parse_whatWasWritten_isTheSameFrame(@ForAll("frames") ClientFrame frame) throws Exception {
    assertThat(ClientFrames.parse(ClientFrames.json(frame).toBuffer())).isEqualTo(frame);
  }

  @Property
  void parse_anyBytes_isAFrameOrABadOne(@ForAll byte[] bytes) {
    try {
      assertThat(ClientFrames.parse(Buffer.buffer(bytes))).isNotNull();
    } catch (BadFrameException e) {
      assertThat(e.detail()).isNotBlank();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[]                                       | The body is not a JSON object.",
        "{}                                       | t is missing",
        "{'t':'shout'}                            | t is no frame of a client",
        "{'t':'ping','loud':true}                 | loud is not a field of this request",
        "{'t':'ack','chat':'C'}                   | upto is missing",
        "{'t':'ack','chat':'C','upto':-1}         | upto must be a whole number from 0 to"
            + " 9007199254740991",
        "{'t':'ack','chat':'C','upto':1.5}        | upto must be a whole number from 0 to"
            + " 9007199254740991",
        "{'t':'ack','chat':'c','upto':1}          | chat must be a UUID in lower case",
        "{'t':'sync','chat':'C','after':0,'limit':201} | limit must be a whole number from 1 to 200",
        "{'t':'hello','cursors':{'C':'x'}}        | cursors must hold whole numbers from 0 to"
            + " 9007199254740991",
        "{'t':'hello','cursors':{'x':1}}          | cursors must be a UUID in lower case",
      })
  void parse_badFrame_namesWhatIsWrong(String json, String detail) {
    assertBad(() -> parse(json), detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'kind':'text'                            | body must be there, or ciphertext, and not both",
        "'kind':'text','body':'a','ciphertext':'YQ==' | body must be there, or ciphertext, and not"
            + " both",
        "'kind':'text','ciphertext':'a'           | ciphertext must be base64 with padding",
        "'kind':'text','body':'\\u0000'           | body holds a NUL or half a character",
        "'kind':'text','body':'\\ud800'           | body holds a NUL or half a character",
        "'kind':'added','body':'a'                | kind must be text, edit or delete",
        "'kind':'edit','body':'a'                 | ref is missing",
        "'kind':'delete','ref':1,'body':'a'       | body must be missing in a deletion",
        "'kind':'edit','ref':1,'body':'a','files':['C'] | files can be attached to a text only",
      })
  void parse_badMessage_namesWhatIsWrongAndWhichMessage(String fields, String detail) {
    var json = "{'t':'send','mid':'M','chat':'C'," + fields + "}";

    assertBad(() -> parse(json), detail);
    assertThatExceptionOfType(BadFrameException.class)
        .isThrownBy(() -> parse(json))
        .satisfies(e -> assertThat(e.mid()).contains(new MessageId(UUID.fromString(MID))));
  }

  @Test
  void parse_bodyTooLong_isBad() {
    var body = "x".repeat(FrameBounds.BODY_CHARS_MAX + 1);

    assertBad(
        () -> parse("{'t':'send','mid':'M','chat':'C','kind':'text','body':'" + body + "'}"),
        "body is longer than 8000 characters");
  }

  private static ClientFrame parse(String json) throws BadFrameException {
    var whole = json.replace('\'', '"').replace("\"C\"", '"' + CHAT + '"');
    return ClientFrames.parse(Buffer.buffer(whole.replace("\"M\"", '"' + MID + '"')));
  }

  private static void assertBad(ThrowingCallable parse, String detail) {
    assertThatExceptionOfType(BadFrameException.class)
        .isThrownBy(parse)
        .satisfies(e -> assertThat(e.detail()).isEqualTo(detail));
  }

  @Provide
  Arbitrary<ClientFrame> frames() {
    var chats = ids().map(ChatId::new);
    var seqs = Arbitraries.longs().between(0, (1L << 53) - 1);
    return Arbitraries.oneOf(
        sends(),
        hellos(),
        Combinators.combine(chats, seqs).as(ClientFrame.Ack::new),
        Combinators.combine(chats, seqs).as(ClientFrame.Read::new),
        Combinators.combine(chats, seqs, Arbitraries.integers().between(1, 200))
            .as(ClientFrame.Sync::new),
        chats.map(ClientFrame.Typing::new),
        ids().map(UserId::new).list().ofMaxSize(5).map(ClientFrame.Presence::new),
        Arbitraries.just(new ClientFrame.Ping()));
  }

  private static Arbitrary<ClientFrame> hellos() {
    return Combinators.combine(
            words().optional(),
            ids().map(DeviceId::new).optional(),
            Arbitraries.maps(ids().map(ChatId::new), Arbitraries.longs().between(0, 1L << 40))
                .ofMaxSize(5))
        .as(ClientFrame.Hello::new);
  }

  private static Arbitrary<ClientFrame> sends() {
    var contents =
        Arbitraries.oneOf(
            words().map(Content.Words::new),
            Arbitraries.strings()
                .ofMinLength(1)
                .map(text -> Ciphertext.of(text.getBytes(StandardCharsets.UTF_8)))
                .map(Content.Sealed::new));
    return Combinators.combine(
            ids().map(MessageId::new),
            ids().map(ChatId::new),
            Arbitraries.longs().between(0, 1L << 40),
            contents,
            ids().map(FileId::new).list().ofMaxSize(3))
        .as((mid, chat, ref, content, files) ->
            new ClientFrame.Send(mid, chat, Kind.TEXT, ref, content, List.copyOf(files)));
  }

  private static Arbitrary<String> words() {
    return Arbitraries.strings()
        .withCharRange('!', '\u2fff')
        .ofMinLength(1)
        .ofMaxLength(50)
        .filter(text -> !text.isBlank());
  }

  private static Arbitrary<UUID> ids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }
}
