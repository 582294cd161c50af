package dev.whiteboard.shortener.http;

import dev.whiteboard.shortener.link.Link;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.function.Supplier;

/** Links as JSON. */
public final class LinkJson {
  private final Supplier<URI> publicUrl;

  /**
   * For short links that begin so.
   *
   * @param publicUrl where the outside finds us, without a slash at the end; asked for each link,
   *     as a free port is known only once we listen
   */
  public LinkJson(Supplier<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** A link and how often it was visited; with warnings only where there are any. */
  JsonObject of(Link link, long visits) {
    var json =
        new JsonObject()
            .put("code", link.code())
            .put("shortUrl", shortUrl(link.code()))
            .put("url", link.url().text())
            .put("createdAt", link.createdAt().toString())
            .put("expiresAt", link.expiresAt().map(Instant::toString).orElse(null))
            .put("maxVisits", link.maxVisits().orElse(null))
            .put("redirect", link.redirect().status())
            .put("tags", new JsonArray(link.tags()))
            .put("title", link.title().orElse(null))
            .put("visits", visits);
    var warnings = link.url().warnings();
    return warnings.isEmpty() ? json : json.put("warnings", new JsonArray(warnings));
  }

  /** Where a code is visited. */
  String shortUrl(String code) {
    return publicUrl.get() + "/" + code;
  }
}
