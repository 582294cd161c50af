package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Appended.Reason;
import dev.whiteboard.chat.log.Appended.Refused;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.Content.Nothing;
import dev.whiteboard.chat.log.Content.Sealed;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.chat.log.Request.Answer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Requests and answers as records of Kafka.
 *
 * <pre>
 *   request  version 1 │ kind 1 │ node 16 │ number 8 │ chat 16 │ from 16 │ device 16 │ mid 16
 *            ref 8 │ files 2, 16 each │ form 1 │ content, to the end
 *
 *            key      chat, so that a chat's requests are in one order
 *            form     0 nothing   1 words, UTF-8   2 sealed   3 words that are no Unicode, as
 *                     chars: the sequencer refuses them, and has to see what they were
 *
 *   answer   version 1 │ result 1 │ node 16 │ number 8 │ seq 8 │ at 8
 *
 *            result   0 stored   1 stored before   2 not taken
 *                     refused: 3 no member   4 bad ref   5 wrong content
 *            seq, at  only of what is stored; at in milliseconds since 1970
 * </pre>
 */
final class RequestCodec {
  private static final byte VERSION = 1;
  private static final int ID_BYTES = 16;
  private static final int REQUEST_BYTES = 3 + 5 * ID_BYTES + 2 * Long.BYTES + Short.BYTES;
  private static final int ANSWER_BYTES = 2 + ID_BYTES + 3 * Long.BYTES;

  private static final int NOTHING = 0;
  private static final int WORDS = 1;
  private static final int SEALED = 2;
  private static final int CHARS = 3;

  private static final int STORED = 0;
  private static final int DUPLICATE = 1;
  private static final int NOT_TAKEN = 2;
  private static final int NOT_A_MEMBER = 3;
  private static final int BAD_REF = 4;
  private static final int WRONG_CONTENT = 5;
  private static final int BAD_FILE = 6;

  private RequestCodec() {}

  /** The key of a chat's requests. */
  static byte[] key(ChatId chat) {
    return put(ByteBuffer.allocate(ID_BYTES), chat.value()).array();
  }

  static byte[] write(Request request) {
    var draft = request.draft();
    var content = bytes(draft.content());
    var files = draft.files();
    var out = ByteBuffer.allocate(REQUEST_BYTES + files.size() * ID_BYTES + content.length);
    out.put(VERSION).put((byte) draft.kind().code());
    put(out, request.node()).putLong(request.number());
    put(put(out, draft.chat().value()), draft.from().value());
    put(put(out, draft.device().value()), draft.mid().value());
    out.putLong(draft.ref()).putShort((short) files.size());
    files.forEach(file -> put(out, file.value()));
    return out.put(form(draft.content())).put(content).array();
  }

  static byte[] write(Answer answer) {
    var out = ByteBuffer.allocate(ANSWER_BYTES);
    out.put(VERSION).put(result(answer.outcome()));
    put(out, answer.node()).putLong(answer.number());
    if (answer.outcome().orElse(null) instanceof Stored stored) {
      out.putLong(stored.seq()).putLong(stored.at().toEpochMilli());
    }
    return out.array();
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException where it is none
   */
  static Request readRequest(byte[] value) {
    return read(value, RequestCodec::request);
  }

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException where it is none
   */
  static Answer readAnswer(byte[] value) {
    return read(value, RequestCodec::answer);
  }

  private static <T> T read(byte[] value, Function<ByteBuffer, T> reader) {
    try {
      var in = ByteBuffer.wrap(value);
      if (in.get() != VERSION) {
        throw new IllegalArgumentException("a record of version " + value[0]);
      }
      return reader.apply(in);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a record of %d bytes".formatted(value.length), e);
    }
  }

  private static Request request(ByteBuffer in) {
    var kind = Kind.of(in.get());
    var node = uuid(in);
    var number = in.getLong();
    var chat = new ChatId(uuid(in));
    var from = new UserId(uuid(in));
    var device = new DeviceId(uuid(in));
    var mid = new MessageId(uuid(in));
    var ref = in.getLong();
    var files = files(in);
    return new Request(
        node, number, new Draft(chat, from, device, mid, kind, ref, content(in), files));
  }

  private static Answer answer(ByteBuffer in) {
    var result = in.get();
    var node = uuid(in);
    var number = in.getLong();
    var seq = in.getLong();
    var at = Instant.ofEpochMilli(in.getLong());
    Optional<Appended> outcome =
        switch (result) {
          case STORED -> Optional.of(new Stored(seq, at, false));
          case DUPLICATE -> Optional.of(new Stored(seq, at, true));
          case NOT_TAKEN -> Optional.empty();
          case NOT_A_MEMBER -> Optional.of(new Refused(Reason.NOT_A_MEMBER));
          case BAD_REF -> Optional.of(new Refused(Reason.BAD_REF));
          case WRONG_CONTENT -> Optional.of(new Refused(Reason.WRONG_CONTENT));
          case BAD_FILE -> Optional.of(new Refused(Reason.BAD_FILE));
          default -> throw new IllegalArgumentException("no answer has the result " + result);
        };
    return new Answer(node, number, outcome);
  }

  private static byte result(Optional<Appended> outcome) {
    return (byte)
        switch (outcome.orElse(null)) {
          case null -> NOT_TAKEN;
          case Stored stored -> stored.duplicate() ? DUPLICATE : STORED;
          case Refused(var reason) -> result(reason);
        };
  }

  private static int result(Reason reason) {
    return switch (reason) {
      case NOT_A_MEMBER -> NOT_A_MEMBER;
      case BAD_REF -> BAD_REF;
      case WRONG_CONTENT -> WRONG_CONTENT;
      case BAD_FILE -> BAD_FILE;
    };
  }

  private static byte form(Content content) {
    return (byte)
        switch (content) {
          case Nothing _ -> NOTHING;
          case Words(var body) -> Contents.isUnicode(body) ? WORDS : CHARS;
          case Sealed _ -> SEALED;
        };
  }

  private static byte[] bytes(Content content) {
    return switch (content) {
      case Nothing _ -> new byte[0];
      case Words(var body) -> Contents.isUnicode(body) ? utf8(body) : chars(body);
      case Sealed(var ciphertext) -> ciphertext.bytes();
    };
  }

  private static byte[] utf8(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] chars(String body) {
    var out = ByteBuffer.allocate(body.length() * Character.BYTES);
    out.asCharBuffer().put(body);
    return out.array();
  }

  private static Content content(ByteBuffer in) {
    var form = in.get();
    var bytes = new byte[in.remaining()];
    in.get(bytes);
    return switch (form) {
      case NOTHING -> new Nothing();
      case WORDS -> new Words(new String(bytes, StandardCharsets.UTF_8));
      case SEALED -> new Sealed(Ciphertext.of(bytes));
      case CHARS -> new Words(ByteBuffer.wrap(bytes).asCharBuffer().toString());
      default -> throw new IllegalArgumentException("no content has the form " + form);
    };
  }

  private static List<FileId> files(ByteBuffer in) {
    var count = Short.toUnsignedInt(in.getShort());
    if (in.remaining() < count * ID_BYTES) {
      throw new IllegalArgumentException("a record with " + count + " files is cut off");
    }
    return IntStream.range(0, count).mapToObj(_ -> new FileId(uuid(in))).toList();
  }

  private static ByteBuffer put(ByteBuffer out, UUID id) {
    return out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }
}
