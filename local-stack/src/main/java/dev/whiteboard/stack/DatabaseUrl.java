package dev.whiteboard.stack;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code postgresql://user:password@host:port/database?query}, in parts.
 *
 * @param query as it was written, empty where there is none
 */
public record DatabaseUrl(
    String user, String password, String host, int port, String database, String query) {
  private static final int PORT_DEFAULT = 5432;

  /**
   * Takes a URL apart.
   *
   * @throws IllegalArgumentException if it is not one; the message does not repeat it, as it may
   *     hold a password
   */
  public static DatabaseUrl parse(String url) {
    URI uri = uri(url);
    String scheme = String.valueOf(uri.getScheme());
    String path = text(uri.getRawPath());
    if (!scheme.matches("postgres(ql)?") || uri.getHost() == null || path.length() < 2) {
      throw malformed();
    }
    String[] credentials = text(uri.getRawUserInfo()).split(":", 2);
    return new DatabaseUrl(
        decode(credentials[0]),
        credentials.length == 2 ? decode(credentials[1]) : "",
        uri.getHost(),
        uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(),
        decode(path.substring(1)),
        text(uri.getRawQuery()));
  }

  /** The same server and user, another database. */
  public DatabaseUrl withDatabase(String other) {
    return new DatabaseUrl(user, password, host, port, other, query);
  }

  /** Connects. Each step, and each later read, has that much time. */
  public Connection connect(Duration timeMax) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    String seconds = Long.toString(Math.max(1, timeMax.toSeconds()));
    for (String bound : new String[] {"loginTimeout", "connectTimeout", "socketTimeout"}) {
      properties.setProperty(bound, seconds);
    }
    String url = "jdbc:postgresql://%s:%d/%s".formatted(host, port, encode(database));
    return DriverManager.getConnection(query.isEmpty() ? url : url + "?" + query, properties);
  }

  /** Host, port and database: what may be shown. */
  public String location() {
    return "%s:%d/%s".formatted(host, port, database);
  }

  /** The URL as a setting, with the password. */
  public String url() {
    String login = user.isEmpty() ? "" : encode(user) + ":" + encode(password) + "@";
    String url = "postgresql://%s%s:%d/%s".formatted(login, host, port, encode(database));
    return query.isEmpty() ? url : url + "?" + query;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseUrl[" + location() + "]";
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException _) {
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("not of the form postgresql://user:password@host:port/db");
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  /** A plus stands for itself in these parts of a URL. */
  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
