package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.RequestHead;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** URLs that a response names, seen from the request. */
final class Urls {
  private Urls() {}

  /** Whole, as {@link RequestHead#url()} writes them; null for none, or one of another origin. */
  static @Nullable String resolve(RequestHead request, @Nullable String reference) {
    if (reference == null) {
      return null;
    }
    try {
      var url = new URI(request.url()).resolve(new URI(reference));
      return isOfOrigin(request, url)
          ? request.scheme() + "://" + request.authority() + target(url)
          : null;
    } catch (URISyntaxException | IllegalArgumentException noUrl) {
      return null;
    }
  }

  private static boolean isOfOrigin(RequestHead request, URI url) {
    var authority = url.getRawAuthority();
    return request.scheme().equalsIgnoreCase(url.getScheme())
        && authority != null
        && withoutPort(request.scheme(), authority).equals(request.authority());
  }

  /** In lower case, without the port that the scheme has anyway. */
  private static String withoutPort(String scheme, String authority) {
    var port = scheme.equals("https") ? ":443" : ":80";
    var lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }

  private static String target(URI url) {
    var path = url.getRawPath();
    var query = url.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }
}
