package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import dev.whiteboard.chat.fanout.Delivery;
import dev.whiteboard.chat.fanout.Hub;
import dev.whiteboard.chat.fanout.Subscriber;
import dev.whiteboard.chat.fanout.Subscription;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import dev.whiteboard.chat.room.UserChats.UserChat;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.kit.http.Rfc3339;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message of 100 characters as a frame, and what it takes to give it to 500 members.
 *
 * <pre>
 *   encode:   message ─▸ JSON ─▸ bytes
 *   fan out:  message ─▸ hub ─▸ 500 subscribers     written once for all, or once for each
 * </pre>
 *
 * <p>All write the same fields in the same order; the bytes are compared before the clock starts. A
 * subscriber here counts bytes: sockets and the kernel are {@code ./whiteboard bench
 * chat-delivery}.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar ChatFrameBenchmark -prof gc}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ChatFrameBenchmark {
  private static final int MEMBERS = 500;
  private static final UUID ID = UUID.fromString("0198d2a0-77aa-7000-8000-000000000001");
  private static final ChatId CHAT = new ChatId(ID);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Content BODY = new Content.Words("x".repeat(100));

  private static Message message(long seq) {
    return new Message(
        CHAT,
        seq,
        new MessageId(ID),
        new UserId(ID),
        new DeviceId(ID),
        AT,
        Kind.TEXT,
        0,
        BODY,
        List.of(),
        0,
        false);
  }

  /** What a message of 100 bytes is as a frame, head and all. */
  static int bytesOnTheWire() {
    var frame = Frame.text(new Delivery(message(1_234_567)).json());
    try {
      return frame.bytes();
    } finally {
      frame.release();
    }
  }

  /** Writes a message as bytes. */
  public enum Encoder {
    /** Ours. */
    OURS {
      @Override
      byte[] encode(Message message) {
        return new Delivery(message).json();
      }
    },
    /** By way of an object of Vert.x. */
    VERTX {
      @Override
      byte[] encode(Message message) {
        return ServerFrames.json(new ServerFrame.Msg(message)).encode().getBytes(UTF_8);
      }
    },
    /** Field by field, by Jackson. */
    JACKSON_STREAMING {
      @Override
      byte[] encode(Message message) {
        return streamed(message);
      }
    },
    /** A map, by Jackson. */
    JACKSON_DATABIND {
      @Override
      byte[] encode(Message message) {
        return MAPPER.writeValueAsBytes(fields(message));
      }
    };

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    abstract byte[] encode(Message message);

    private static byte[] streamed(Message message) {
      var bytes = new ByteArrayOutputStream();
      try (var json = FACTORY.createGenerator(bytes)) {
        json.writeStartObject();
        json.writeStringField("chat", message.chat().toString());
        json.writeNumberField("seq", message.seq());
        json.writeStringField("mid", message.mid().toString());
        json.writeStringField("from", message.from().toString());
        json.writeStringField("device", message.device().toString());
        json.writeStringField("at", Rfc3339.format(message.at()));
        json.writeStringField("kind", message.kind().wireName());
        json.writeStringField("body", words(message));
        json.writeStringField("t", "msg");
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    private static Object fields(Message message) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("chat", message.chat().toString());
      fields.put("seq", message.seq());
      fields.put("mid", message.mid().toString());
      fields.put("from", message.from().toString());
      fields.put("device", message.device().toString());
      fields.put("at", Rfc3339.format(message.at()));
      fields.put("kind", message.kind().wireName());
      fields.put("body", words(message));
      fields.put("t", "msg");
      return fields;
    }

    private static String words(Message message) {
      return message.content() instanceof Content.Words(var body) ? body : "";
    }
  }

  /** Who encodes. */
  @State(Scope.Thread)
  public static class Encoding {
    /** All in turn. */
    @Param public Encoder encoder = Encoder.OURS;

    private final Message message = message(1_234_567);

    /** Sees that all write the same. */
    @Setup
    public void verify() {
      var wanted = new JsonObject(new String(Encoder.VERTX.encode(message), UTF_8));
      var written = new JsonObject(new String(encoder.encode(message), UTF_8));
      if (!written.equals(wanted)) {
        throw new IllegalStateException(written + " instead of " + wanted);
      }
    }
  }

  /** One message as bytes. */
  @Benchmark
  public byte[] encode(Encoding encoding) {
    return encoding.encoder.encode(encoding.message);
  }

  /** How often a message is written. */
  public enum Written {
    /** For all. */
    ONCE,
    /** For each. */
    EACH
  }

  /** A chat of 500 who all are connected to one event loop. */
  @State(Scope.Thread)
  public static class Group {
    /** Both in turn. */
    @Param public Written written = Written.ONCE;

    private final Hub hub = new Hub((_, _, fetched) -> fetched.accept(List.of()), Runnable::run);
    private long seq;
    private long bytes;

    /** Everybody watches, and the first message comes to all of them. */
    @Setup
    public void watchAndVerify() {
      for (var i = 0; i < MEMBERS; i++) {
        var member = new Member(this, new UserId(new UUID(0, i)));
        hub.add(member);
        var _ = hub.watch(member, UserChat.joined(CHAT, 0));
      }
      var frame = Frame.text(new Delivery(message(1)).json());
      var expected = (long) MEMBERS * frame.bytes();
      frame.release();
      if (offer() != expected) {
        throw new IllegalStateException("not everybody got the message");
      }
    }

    private long offer() {
      bytes = 0;
      hub.offer(new Delivery(message(++seq)));
      return bytes;
    }
  }

  private record Member(Group group, UserId user) implements Subscriber {
    @Override
    public void deliver(Subscription subscription, Delivery delivery, Frame frame) {
      if (group.written == Written.ONCE) {
        group.bytes += frame.bytes();
      } else {
        var own = Frame.text(new Delivery(delivery.message()).json());
        group.bytes += own.bytes();
        own.release();
      }
    }

    @Override
    public void tell(Frame frame) {}

    @Override
    public void subscribed(Subscription subscription) {}

    @Override
    public void unsubscribed(Subscription subscription) {}
  }

  /** One message to 500. */
  @Benchmark
  public long fanOut(Group group) {
    return group.offer();
  }
}
