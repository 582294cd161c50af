package dev.whiteboard.cdn.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An origin that says, byte for byte, what a test wants; good HTTP or not. */
final class RawOrigin implements AutoCloseable {
  private final ServerSocket socket;
  private final Function<String, Reply> replies;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /**
   * What is sent.
   *
   * @param bytes as they are
   * @param closes whether the connection is closed then
   */
  record Reply(Buffer bytes, boolean closes) {
    static Reply of(String text) {
      return new Reply(Buffer.buffer(text, "ISO-8859-1"), false);
    }

    static Reply thenClose(String text) {
      return new Reply(Buffer.buffer(text, "ISO-8859-1"), true);
    }
  }

  private RawOrigin(ServerSocket socket, Function<String, Reply> replies) {
    this.socket = socket;
    this.replies = replies;
  }

  /** Answers each request, by its head and body as they came. */
  static RawOrigin start(Function<String, Reply> replies) throws IOException {
    var origin = new RawOrigin(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), replies);
    Thread.ofVirtual().start(origin::accept);
    return origin;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Heads, with bodies, as they came. */
  List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      for (var request = read(in); !request.isEmpty(); request = read(in)) {
        requests.add(request);
        var reply = replies.apply(request);
        write(connection.getOutputStream(), reply);
        if (reply.closes) {
          return;
        }
      }
    } catch (IOException e) {
      return; // the other end closed
    }
  }

  private static void write(OutputStream out, Reply reply) throws IOException {
    out.write(reply.bytes().getBytes());
    out.flush();
  }

  private static String read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    var text = head.toString(ISO_8859_1);
    return text + body(in, text);
  }

  private static String body(InputStream in, String head) throws IOException {
    for (var line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        var length = Integer.parseInt(line.substring(15).strip());
        return new String(in.readNBytes(length), ISO_8859_1);
      }
    }
    return head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked") ? chunks(in) : "";
  }

  private static String chunks(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (var length = chunk(in, text); length > 0; length = chunk(in, text)) {
      line(in, text);
    }
    while (!text.toString().endsWith("\r\n\r\n") && line(in, text) > 0) {}
    return text.toString();
  }

  /** One more chunk, but for the end of its line; answers its length. */
  private static int chunk(InputStream in, StringBuilder text) throws IOException {
    var from = text.length();
    if (line(in, text) == 0) {
      return 0;
    }
    var length = Integer.parseInt(text.substring(from).strip(), 16);
    text.append(new String(in.readNBytes(length), ISO_8859_1));
    return length;
  }

  /** One more line; answers its length with its end, 0 where there is none. */
  private static int line(InputStream in, StringBuilder text) throws IOException {
    var from = text.length();
    for (var next = in.read(); next >= 0; next = in.read()) {
      text.append((char) next);
      if (next == '\n') {
        return text.length() - from;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
