package dev.whiteboard.stack;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis that can ask one thing at a time. A client would bring its threads and half
 * a second of loading classes, to say PING.
 */
public final class RedisConnection implements AutoCloseable {
  private static final int PORT_DEFAULT = 6379;
  private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:(\\S+)");

  private final Socket socket;
  private final InputStream in;

  private RedisConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Connects, and logs in where the URL says as whom.
   *
   * @param url {@code redis://} or, with TLS, {@code rediss://}, then {@code
   *     user:password@host:port}
   * @param timeMax for connecting, and for each answer
   * @throws IOException if it can't, or if Redis refuses
   */
  public static RedisConnection open(String url, Duration timeMax) throws IOException {
    URI uri = URI.create(url);
    Socket plain = new Socket();
    try {
      plain.connect(address(uri), Math.toIntExact(timeMax.toMillis()));
      plain.setSoTimeout(Math.toIntExact(timeMax.toMillis()));
      RedisConnection connection = new RedisConnection(secured(plain, uri));
      connection.logIn(uri.getUserInfo());
      return connection;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /**
   * The URL of each node that a URL names: one, or those of a cluster with commas between.
   *
   * @param url {@code redis://user:password@host:port,host:port}
   */
  static List<String> nodes(String url) {
    int hosts = Math.max(url.lastIndexOf('@') + 1, url.indexOf("://") + 3);
    return Stream.of(url.substring(hosts).split(",", -1))
        .map(host -> url.substring(0, hosts) + host)
        .toList();
  }

  /** Where the URL points, for a person to read. */
  static String location(String url) {
    InetSocketAddress address = address(URI.create(url));
    return address.getHostString() + ":" + address.getPort();
  }

  /**
   * Sends a command.
   *
   * @return the text or number answered; empty for nothing
   * @throws IOException if there is no answer, or the answer is an error, which is its message then
   */
  public String call(String... command) throws IOException {
    StringBuilder request = new StringBuilder().append('*').append(command.length).append("\r\n");
    for (String part : command) {
      int bytes = part.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(bytes).append("\r\n").append(part).append("\r\n");
    }
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
    return answer();
  }

  /** The server's version. */
  public String version() throws IOException {
    Matcher matcher = VERSION.matcher(call("INFO", "server"));
    return matcher.find() ? String.valueOf(matcher.group(1)) : "unknown";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void logIn(@Nullable String userInfo) throws IOException {
    if (userInfo == null) {
      return;
    }
    String[] credentials = userInfo.split(":", 2);
    if (credentials.length == 2 && credentials[0].isEmpty()) {
      call("AUTH", credentials[1]);
    } else {
      call("AUTH", credentials);
    }
  }

  private void call(String verb, String[] arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = verb;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    call(command);
  }

  /** One of: {@code +text}, {@code -error}, {@code :number}, {@code $bytes} and that many bytes. */
  private String answer() throws IOException {
    int kind = in.read();
    String line = line();
    return switch (kind) {
      case '+', ':' -> line;
      case '-' -> throw new IOException(line);
      case '$' -> bulk(Integer.parseInt(line));
      default -> throw new IOException("no answer that this connection reads: " + line);
    };
  }

  private String bulk(int bytes) throws IOException {
    if (bytes < 0) {
      return "";
    }
    String text = new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    line();
    return text;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static Socket secured(Socket socket, URI uri) throws IOException {
    if (!"rediss".equals(uri.getScheme())) {
      return socket;
    }
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return factory.createSocket(socket, uri.getHost(), address(uri).getPort(), true);
  }

  private static InetSocketAddress address(URI uri) {
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("not of the form redis://host:port");
    }
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort());
  }
}
