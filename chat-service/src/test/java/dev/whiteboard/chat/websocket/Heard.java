package dev.whiteboard.chat.websocket;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down what a reader tells, a line each: what it was and its bytes. */
final class Heard implements FrameReader.Events {
  private final List<String> lines = new ArrayList<>();

  /** What a reader tells of the bytes, cut where it is told; the last line is its complaint. */
  static List<String> of(SocketOptions options, byte[] bytes, int... cuts) {
    var heard = new Heard();
    var reader = new FrameReader(options, heard, options.compression() ? new Inflating() : null);
    var from = 0;
    try {
      for (var cut : cuts) {
        reader.read(Unpooled.wrappedBuffer(bytes, from, cut - from));
        from = cut;
      }
      reader.read(Unpooled.wrappedBuffer(bytes, from, bytes.length - from));
    } catch (FrameException e) {
      heard.lines.add("broken " + e.code());
    }
    return heard.lines;
  }

  @Override
  public void text(byte[] utf8) {
    lines.add("text " + new String(utf8, StandardCharsets.UTF_8));
  }

  @Override
  public void binary(byte[] bytes) {
    lines.add("binary " + HexFormat.of().formatHex(bytes));
  }

  @Override
  public void ping(byte[] payload) {
    lines.add("ping " + HexFormat.of().formatHex(payload));
  }

  @Override
  public void pong(byte[] payload) {
    lines.add("pong " + HexFormat.of().formatHex(payload));
  }

  @Override
  public void closed(int code) {
    lines.add("closed " + code);
  }
}
