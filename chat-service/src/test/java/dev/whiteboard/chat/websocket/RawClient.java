package dev.whiteboard.chat.websocket;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client that sends any bytes it is told, and reads frames. */
public final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 60_000;

  private final Socket socket;
  private final DataInputStream in;

  /** What the server answered to the handshake, to the empty line. */
  private String answer = "";

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Connects, and sends nothing. */
  static RawClient connect(int port) throws IOException {
    return connect(port, 0);
  }

  /**
   * Connects.
   *
   * @param receiveBytes what the kernel may hold for this client; 0 for its own choice
   */
  public static RawClient connect(int port, int receiveBytes) throws IOException {
    var socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    return new RawClient(socket);
  }

  /** Connects, and is a WebSocket when it returns. */
  static RawClient open(int port) throws IOException {
    return connect(port).handshake();
  }

  RawClient handshake() throws IOException {
    send(request(Map.of()));
    readAnswer();
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("no WebSocket: " + answer);
    }
    return this;
  }

  /** The bytes of a handshake that is right but for what is told; an empty value leaves it out. */
  static byte[] request(Map<String, String> otherwise) {
    return request("/socket", otherwise);
  }

  /** The same, for this path. */
  public static byte[] request(String path, Map<String, String> otherwise) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Host", "127.0.0.1");
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    headers.put("Sec-WebSocket-Version", "13");
    headers.putAll(otherwise);
    var head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> {
      if (!value.isEmpty()) {
        head.append(name).append(": ").append(value).append("\r\n");
      }
    });
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The head of the answer. */
  public String readAnswer() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    answer = head.toString();
    return answer;
  }

  /** Of the last answer. */
  String header(String name) throws IOException {
    return answer
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new IOException("no " + name + " in " + answer));
  }

  /** Reads so many bytes, and forgets them. */
  void skip(int bytes) throws IOException {
    in.readFully(new byte[bytes]);
  }

  /**
   * The next frame as a line, such as {@code text hello} or {@code close 1000}; {@code end} where
   * the server ended its side instead.
   */
  public String read() throws IOException {
    var head = in.read();
    if (head < 0) {
      return "end";
    }
    var payload = new byte[readLength()];
    in.readFully(payload);
    return switch (head) {
      case 0x81 -> "text " + new String(payload, StandardCharsets.UTF_8);
      case 0x82 -> "binary " + HexFormat.of().formatHex(payload);
      case 0xC1 -> "compressed " + HexFormat.of().formatHex(payload);
      case 0x88 -> "close" + (payload.length == 0 ? "" : " " + code(payload));
      case 0x89 -> "ping " + HexFormat.of().formatHex(payload);
      case 0x8A -> "pong " + HexFormat.of().formatHex(payload);
      default -> throw new IOException("a frame that begins with " + head);
    };
  }

  /** Ends our side, and goes on reading. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Resets the connection. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int readLength() throws IOException {
    var length = in.readUnsignedByte();
    return switch (length) {
      case 126 -> in.readUnsignedShort();
      case 127 -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }

  private static int code(byte[] payload) {
    return (payload[0] & 0xFF) << Byte.SIZE | (payload[1] & 0xFF);
  }
}
