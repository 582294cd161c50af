package dev.whiteboard.kit.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a PostgreSQL database is, in the form that psql takes: {@code
 * postgresql://user:password@host:port/database?parameters}, or with {@code user} and {@code
 * password} among the parameters, as JDBC has it.
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
   * @throws IllegalArgumentException where it is none; nothing of it is in the message or a cause,
   *     as it may hold a password
   */
  public static DatabaseUrl parse(String text) {
    try {
      return of(new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text));
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("not a URL");
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
    var parameters = parameters(uri);
    var user = parameters.remove("user");
    var password = parameters.remove("password");
    var port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new DatabaseUrl(
        "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query(parameters),
        decoded(user != null ? user : colon < 0 ? userInfo : userInfo.substring(0, colon)),
        decoded(password != null ? password : colon < 0 ? "" : userInfo.substring(colon + 1)));
  }

  /** As they stand there, escapes and all. */
  private static Map<String, String> parameters(URI uri) {
    var parameters = new LinkedHashMap<String, String>();
    var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (var parameter : query.split("&", -1)) {
      var equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return parameters;
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Without the password, and without parameters: some of those are secrets too. */
  @Override
  public String toString() {
    return jdbcUrl.replaceFirst("\\?.*", "") + " as " + user;
  }
}
