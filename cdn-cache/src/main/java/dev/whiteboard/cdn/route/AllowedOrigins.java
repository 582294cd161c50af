package dev.whiteboard.cdn.route;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The origins that an operator lets routes name: scheme, host and port must all be the same.
 *
 * <p>Names are compared and never looked up: what a name stands for may change between a check and
 * the request.
 */
public final class AllowedOrigins implements Predicate<URI> {
  private final Set<String> allowed;

  /** With these. */
  public AllowedOrigins(Collection<URI> origins) {
    this.allowed = origins.stream().map(AllowedOrigins::key).collect(Collectors.toSet());
  }

  @Override
  public boolean test(URI origin) {
    return allowed.contains(key(origin));
  }

  private static String key(URI origin) {
    var scheme = String.valueOf(origin.getScheme()).toLowerCase(Locale.ROOT);
    var preset = scheme.equals("https") ? 443 : 80;
    var port = origin.getPort() < 0 ? preset : origin.getPort();
    return scheme + "://" + String.valueOf(origin.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }
}
