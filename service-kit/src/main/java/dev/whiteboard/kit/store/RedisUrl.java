package dev.whiteboard.kit.store;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where Redis is: one server, or nodes of one cluster.
 *
 * <pre>
 *  redis://:password@cache:6379/2            one server, its database 2
 *  redis://:password@a:7000,b:7000,c:7000    a cluster; it tells of nodes that are not named
 * </pre>
 *
 * <p>With {@code rediss} it is TLS. All nodes have the same user and password. A cluster has no
 * databases.
 */
public final class RedisUrl {
  private static final String NAME = "REDIS_URL";
  private static final String EXPECTED =
      "redis://:password@host:port/database, or redis://:password@host:port,host:port for nodes of"
          + " a cluster";

  private static final String HOST = "(?:[\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?";

  /** What stands before the hosts, the hosts, and what stands behind them. */
  private static final Pattern URL =
      Pattern.compile("(rediss?://(?:[^@/]*@)?)(" + HOST + "(?:," + HOST + ")*)([/?].*)?");

  private RedisUrl() {}

  /**
   * Reads the setting {@code REDIS_URL}.
   *
   * @throws BadSettingException where it is none; without what may be a password
   */
  public static String read(Settings settings) {
    return settings.parsed(
        NAME,
        "redis://127.0.0.1:6379",
        "the Redis server, or several nodes of a cluster",
        RedisUrl::checked,
        EXPECTED);
  }

  private static String checked(String url) {
    var _ = addresses(url);
    return url;
  }

  /**
   * The address of the one server, or those of several nodes.
   *
   * @throws IllegalArgumentException where it is no such URL; nothing of it is in the message or a
   *     cause, as it may hold a password
   */
  static List<RedisURI> addresses(String url) {
    var parts = URL.matcher(url);
    if (!parts.matches()) {
      throw noUrl();
    }
    var behind = Objects.requireNonNullElse(parts.group(3), "");
    var addresses =
        Stream.of(parts.group(2).split(",", -1))
            .map(host -> address(parts.group(1) + host + behind))
            .toList();
    if (addresses.size() > 1 && addresses.getFirst().getDatabase() != 0) {
      throw noUrl();
    }
    return addresses;
  }

  private static RedisURI address(String url) {
    try {
      return RedisURI.create(url);
    } catch (IllegalArgumentException _) {
      throw noUrl();
    }
  }

  private static IllegalArgumentException noUrl() {
    return new IllegalArgumentException("not a Redis URL: " + EXPECTED);
  }
}
