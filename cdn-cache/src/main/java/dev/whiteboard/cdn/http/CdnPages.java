package dev.whiteboard.cdn.http;

import dev.whiteboard.kit.http.Pages;

/** The control plane's page: plain files, no build step. */
public final class CdnPages {
  private CdnPages() {}

  /** The page at {@code /}. */
  public static Pages pages() {
    return new Pages()
        .add("/", "pages/cdn/index.html")
        .add("/openapi.yaml", "openapi/cdn-cache.yaml");
  }
}
