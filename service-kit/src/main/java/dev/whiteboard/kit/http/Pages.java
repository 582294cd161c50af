package dev.whiteboard.kit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The static files of a service, each by name, held in memory.
 *
 * <p>Only what was added is served, so that no path can reach further. A browser asks again each
 * time and mostly gets a 304: a page is never older than its service.
 */
public final class Pages {
  private record Page(Reply whole, Reply unchanged, String etag) {}

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "yaml", "application/yaml");

  private final Map<String, Page> pages = new LinkedHashMap<>();

  /** With the stylesheet, the mark and the scripts that all pages share. */
  public Pages() {
    add("/assets/dom.js", "pages/dom.js");
    add("/assets/request.js", "pages/request.js");
    add("/assets/whiteboard.css", "pages/whiteboard.css");
    add("/assets/whiteboard.svg", "pages/whiteboard.svg");
  }

  /**
   * Serves a resource under a path.
   *
   * @param path the path to serve it under
   * @param resource its name on the class path
   * @throws IllegalArgumentException where there is no such resource, or its kind is not known
   */
  public Pages add(String path, String resource) {
    var extension = resource.substring(resource.lastIndexOf('.') + 1);
    var mediaType = MEDIA_TYPES.get(extension);
    if (mediaType == null) {
      throw new IllegalArgumentException("no media type for " + resource);
    }
    var bytes = Resources.bytes(resource);
    var etag = etag(bytes);
    var headers = Map.of("Content-Type", mediaType, "Cache-Control", "no-cache", "ETag", etag);
    var whole = new Reply(200, headers, Buffer.buffer(bytes));
    pages.put(path, new Page(whole, new Reply(304, headers, Buffer.buffer()), etag));
    return this;
  }

  void mountOn(ServiceRoutes routes) {
    pages.forEach(
        (path, page) -> routes.bind(HttpMethod.GET, path).handler(request -> serve(request, page)));
  }

  private static void serve(RoutingContext request, Page page) {
    var known = request.request().headers().getAll(HttpHeaders.IF_NONE_MATCH);
    var unchanged = known.stream().anyMatch(tags -> holds(tags, page.etag));
    ServiceRoutes.write(request, unchanged ? page.unchanged : page.whole);
  }

  /**
   * Whether a list of tags holds this one; a proxy that compresses has put {@code W/} before it.
   */
  private static boolean holds(String tags, String etag) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }

  private static String etag(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
