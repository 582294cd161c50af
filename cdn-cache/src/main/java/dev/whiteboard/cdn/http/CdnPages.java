package dev.whiteboard.cdn.http;

import dev.whiteboard.kit.http.Pages;
import java.util.List;

/** The control plane's page: plain files, no build step. */
public final class CdnPages {
  private static final List<String> FILES =
      List.of(
          "cdn.css",
          "cdn.js",
          "ask.js",
          "catalog.js",
          "explain.js",
          "journey.js",
          "key.js",
          "layout.js",
          "live.js",
          "purge.js",
          "ring.js",
          "rules.js",
          "service.js",
          "status.js",
          "tabs.js",
          "traffic.js",
          "world.js");

  private CdnPages() {}

  /** The page at {@code /}, its files under {@code /assets/}. */
  public static Pages pages() {
    var pages =
        new Pages().add("/", "pages/cdn/index.html").add("/openapi.yaml", "openapi/cdn-cache.yaml");
    FILES.forEach(file -> pages.add("/assets/" + file, "pages/cdn/" + file));
    return pages;
  }
}
