package dev.whiteboard.chat.outbox;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Records of the outbox as bytes.
 *
 * <pre>
 *   key    chat 16
 *
 *   value  version 1 │ kind 1 │ flags 1 │ chat 16 │ seq 8 │ ref 8 │ from 16 │ device 16 │ at 8
 *          files 2, 16 each │ body, to the end
 *
 *          flags  1 has a body   2 is sealed
 *          at     milliseconds since 1970
 *          body   UTF-8; numbers have their highest byte first
 * </pre>
 */
public final class OutboxCodec {
  private static final byte VERSION = 1;
  private static final int ID_BYTES = 16;
  private static final int FIXED_BYTES = 3 + 3 * ID_BYTES + 3 * Long.BYTES + Short.BYTES;
  private static final int HAS_BODY = 1;
  private static final int SEALED = 2;

  private OutboxCodec() {}

  /** The key: a chat's records are in one partition, and so in one order. */
  public static byte[] key(ChatId chat) {
    return put(ByteBuffer.allocate(ID_BYTES), chat.value()).array();
  }

  /** Writes the value. */
  public static byte[] write(OutboxRecord message) {
    var body = message.body().orElse("").getBytes(StandardCharsets.UTF_8);
    var files = message.files();
    var out = ByteBuffer.allocate(FIXED_BYTES + files.size() * ID_BYTES + body.length);
    out.put(VERSION).put((byte) message.kind().code()).put(flags(message));
    put(out, message.chat().value()).putLong(message.seq()).putLong(message.ref());
    put(put(out, message.from().value()), message.device().value());
    out.putLong(message.at().toEpochMilli()).putShort((short) files.size());
    files.forEach(file -> put(out, file.value()));
    return out.put(body).array();
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static OutboxRecord read(byte[] value) {
    try {
      var in = ByteBuffer.wrap(value);
      if (in.get() != VERSION) {
        throw new IllegalArgumentException("a record of version " + value[0]);
      }
      return read(in);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a record of %d bytes".formatted(value.length), e);
    }
  }

  private static OutboxRecord read(ByteBuffer in) {
    var kind = Kind.of(in.get());
    var flags = in.get();
    var chat = new ChatId(uuid(in));
    var seq = in.getLong();
    var ref = in.getLong();
    var from = new UserId(uuid(in));
    var device = new DeviceId(uuid(in));
    var at = Instant.ofEpochMilli(in.getLong());
    var files = files(in);
    var words = StandardCharsets.UTF_8.decode(in).toString();
    var body = (flags & HAS_BODY) == 0 ? Optional.<String>empty() : Optional.of(words);
    return new OutboxRecord(
        chat, seq, kind, ref, from, device, at, body, (flags & SEALED) != 0, files);
  }

  private static byte flags(OutboxRecord message) {
    var flags = message.body().isPresent() ? HAS_BODY : 0;
    return (byte) (message.sealed() ? flags | SEALED : flags);
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
