package dev.whiteboard.kit.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a PostgreSQL database is, in the form that psql takes: {@code
 * postgresql://user:password@host:port/database?parameters}.
 *
 * @param jdbcUrl for the driver, without user or password
 * @param user the role
 * @param password its password
 */
public record DatabaseUrl(String jdbcUrl, String user, String password) {
  private static final int DEFAULT_PORT = 5432;

  /**
   * Reads the URL.
   *
   * @throws IllegalArgumentException where it is none; the message never holds the password
   */
  public static DatabaseUrl parse(String text) {
    try {
      return of(new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL", e);
    }
  }

  private static DatabaseUrl of(URI uri) {
    var scheme = uri.getScheme();
    var postgres = "postgresql".equals(scheme) || "postgres".equals(scheme);
    if (!postgres || uri.getHost() == null || uri.getPath().length() < 2) {
      throw new IllegalArgumentException("not a PostgreSQL URL");
    }
    var userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    var colon = userInfo.indexOf(':');
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new DatabaseUrl(
        "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query,
        decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
        colon < 0 ? "" : decoded(userInfo.substring(colon + 1)));
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return jdbcUrl + " as " + user;
  }
}
