package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.session.Sockets;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** What clients say: the handshake, and frames with their masks (RFC 6455, section 5.2). */
final class ChatFrames {
  /** Of an id as text. */
  static final int ID_CHARS = 36;

  private static final int FIN_TEXT = 0x81;
  private static final int FIN_PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES_FOLLOW = 126;
  private static final int HEAD_BYTES_MAX = 8;

  /** The same for all: nobody in between could be misled here. A node has the same work with it. */
  private static final int MASK = 0x5AC3_96F1;

  private static final int MILLIS_DIGITS = 12;
  private static final int SYNC_LIMIT = 100;
  private static final HexFormat HEX = HexFormat.of();

  private ChatFrames() {}

  static ByteBuffer handshake(URI node) {
    var request =
        """
        GET %s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Protocol: chat.v1+json\r
        \r
        """
            .formatted(Sockets.PATH, node.getAuthority());
    return ByteBuffer.wrap(request.getBytes(US_ASCII));
  }

  static ByteBuffer hello(String token) {
    return text("{\"t\":\"hello\",\"token\":\"" + token + "\"}");
  }

  static ByteBuffer ping() {
    return text("{\"t\":\"ping\"}");
  }

  static ByteBuffer ack(ChatId chat, long upto) {
    return text("{\"t\":\"ack\",\"chat\":\"" + chat + "\",\"upto\":" + upto + "}");
  }

  static ByteBuffer sync(ChatId chat, long after) {
    return text(
        "{\"t\":\"sync\",\"chat\":\"%s\",\"after\":%d,\"limit\":%d}"
            .formatted(chat, after, SYNC_LIMIT));
  }

  /**
   * A message.
   *
   * @param number which stands in its name and at the beginning of its body
   * @param millis when it gets its name
   * @param padding the rest of its body
   */
  static ByteBuffer send(ChatId chat, long number, long millis, String padding) {
    return text(
        "{\"t\":\"send\",\"mid\":\""
            + mid(number, millis)
            + "\",\"chat\":\""
            + chat
            + "\",\"kind\":\"text\",\"body\":\""
            + number
            + padding
            + "\"}");
  }

  /** A UUIDv7 whose random part counts. */
  private static String mid(long number, long millis) {
    var time = HEX.toHexDigits(millis, MILLIS_DIGITS);
    return time.substring(0, 8)
        + "-"
        + time.substring(8)
        + "-7000-8000-"
        + HEX.toHexDigits(number, MILLIS_DIGITS);
  }

  static ByteBuffer pong() {
    return frame(FIN_PONG, new byte[0]);
  }

  private static ByteBuffer text(String json) {
    return frame(FIN_TEXT, json.getBytes(US_ASCII));
  }

  private static ByteBuffer frame(int head, byte[] payload) {
    var frame = ByteBuffer.allocate(HEAD_BYTES_MAX + payload.length).put((byte) head);
    if (payload.length < TWO_BYTES_FOLLOW) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | TWO_BYTES_FOLLOW)).putShort((short) payload.length);
    }
    frame.putInt(MASK);
    for (var i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ (MASK >>> (24 - 8 * (i & 3)))));
    }
    return frame.flip();
  }
}
