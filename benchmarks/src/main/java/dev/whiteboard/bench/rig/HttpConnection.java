package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.regex.Pattern;

/** One connection, with one request under way. */
final class HttpConnection {
  /** A status, some headers, and up to 100 KB of body. */
  private static final int ANSWER_BYTES_MAX = 128 * 1024;

  private static final int END_OF_HEAD_BYTES = 4;
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("\r\ncontent-length: *(\\d{1,9})\r", Pattern.CASE_INSENSITIVE);

  private final SocketChannel channel;
  private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
  private long sinceNanos;
  private int status;
  private int bodyAt;

  HttpConnection(URI server) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
  }

  /** Has a selector tell when there is something to read. */
  void register(Selector selector) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** The status of the last answer. */
  int status() {
    return status;
  }

  /** The body of the last answer. */
  byte[] body() {
    return Arrays.copyOfRange(answer.array(), bodyAt, answer.position());
  }

  /** From when on the last request counts. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** A request fits into the socket's buffer, which is empty. Its time counts from then on. */
  void send(byte[] request, long since) throws IOException {
    answer.clear();
    sinceNanos = since;
    if (channel.write(ByteBuffer.wrap(request)) != request.length) {
      throw new IOException("the request is larger than the socket's buffer");
    }
  }

  /** Whether the answer is there, to its last byte. */
  boolean readsWhole() throws IOException {
    if (channel.read(answer) <= 0) {
      throw new IOException("closed, or an answer too large");
    }
    var headBytes = headBytes();
    if (headBytes < 0) {
      return false;
    }
    var head = new String(answer.array(), 0, headBytes, US_ASCII);
    bodyAt = headBytes;
    status = Integer.parseInt(head, "HTTP/1.1 ".length(), "HTTP/1.1 200".length(), 10);
    return answer.position() >= headBytes + contentLength(head);
  }

  private int headBytes() {
    var bytes = answer.array();
    for (var i = 0; i + END_OF_HEAD_BYTES <= answer.position(); i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + END_OF_HEAD_BYTES;
      }
    }
    return -1;
  }

  private static int contentLength(String head) throws IOException {
    var length = CONTENT_LENGTH.matcher(head);
    if (!length.find()) {
      throw new IOException("an answer without a length");
    }
    return Integer.parseInt(length.group(1));
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
