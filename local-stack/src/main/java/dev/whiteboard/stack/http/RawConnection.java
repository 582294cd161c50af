package dev.whiteboard.stack.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A TCP connection that says to a server whatever a test wants, good HTTP or not. A server that
 * says nothing for 15 s fails the test.
 */
public final class RawConnection implements AutoCloseable {
  private static final int SILENCE_MILLIS_MAX = 15_000;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1.1 ([0-9]{3}) ");

  private final Socket socket;
  private final InputStream in;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** One to a port of this machine. */
  public static RawConnection to(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SILENCE_MILLIS_MAX);
    return new RawConnection(socket);
  }

  /**
   * What the server said.
   *
   * @param status the status code
   * @param headers header lines as they came
   * @param body as long as {@code Content-Length} says
   */
  public record Answer(int status, List<String> headers, String body) {
    /** Keeps a copy of the lines. */
    public Answer {
      headers = List.copyOf(headers);
    }

    /** The value of a header that is there at most once. */
    public Optional<String> header(String name) {
      var values =
          headers.stream()
              .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
              .map(line -> line.substring(name.length() + 1).strip())
              .toList();
      if (values.size() > 1) {
        throw new AssertionError(name + " more than once: " + values);
      }
      return values.stream().findFirst();
    }
  }

  /** Says this, one byte for each character. */
  public RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** One request without a body, and its answer. */
  public Answer ask(String requestLine, String... headers) throws IOException {
    var request = new StringBuilder(requestLine).append("\r\nHost: test\r\n");
    for (var header : headers) {
      request.append(header).append("\r\n");
    }
    return send(request + "\r\n").read();
  }

  /** The next answer, body and all. */
  public Answer read() throws IOException {
    var head = readHead();
    var length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
    return new Answer(head.status, head.headers, new String(readExactly(length), ISO_8859_1));
  }

  /** The next answer up to its empty line: all of it where it has no body. */
  public Answer readHead() throws IOException {
    var status = line();
    return new Answer(Integer.parseInt(status.split(" ", -1)[1]), readLines(), "");
  }

  /** The next piece of a body in chunked coding; empty at its end. */
  public String readChunk() throws IOException {
    var length = Integer.parseInt(line(), 16);
    var chunk = new String(readExactly(length), ISO_8859_1);
    line();
    return chunk;
  }

  /** Lines up to the next empty one: trailers, after the last chunk. */
  public List<String> readLines() throws IOException {
    var lines = new ArrayList<String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /** A body in chunked coding that has trailers: the body, then each of them. */
  public List<String> readChunksAndTrailers() throws IOException {
    var body = new StringBuilder();
    for (var length = line(); !length.equals("0"); length = line()) {
      body.append(new String(readExactly(Integer.parseInt(length, 16)), ISO_8859_1));
      line();
    }
    var all = new ArrayList<>(List.of(body.toString()));
    all.addAll(readLines());
    return all;
  }

  /** What is left of a body in chunked coding. */
  public String readChunks() throws IOException {
    var body = new StringBuilder();
    for (var chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  /** What comes, as it comes. */
  public InputStream in() {
    return in;
  }

  /** Where to say what is long. */
  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** Codes of all answers that come before the server closes; bodies are not looked at. */
  public List<Integer> statusesUntilClosed() throws IOException {
    return STATUS_LINE
        .matcher(readUntilClosed())
        .results()
        .map(line -> Integer.valueOf(line.group(1)))
        .toList();
  }

  /** Whatever comes before the server closes. */
  public String readUntilClosed() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (SocketException e) {
      return bytes.toString(ISO_8859_1); // reset: nothing more comes
    }
    return bytes.toString(ISO_8859_1);
  }

  /** Whether the server closed, with nothing more to say; waits for it to do one or the other. */
  public boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed after '" + bytes.toString(ISO_8859_1) + "'");
      }
      bytes.write(next);
    }
    return bytes.toString(ISO_8859_1).stripTrailing();
  }

  private byte[] readExactly(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("closed after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }
}
