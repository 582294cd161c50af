package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.Template;
import dev.whiteboard.shortener.http.PublicLinks.Found;
import dev.whiteboard.shortener.link.Link;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;

/** {@code GET /{code}+}: where a link leads, for who would rather know before going there. */
public final class PreviewPage {
  private final Template page = Template.load("templates/shortener/preview.html");
  private final PublicLinks links;
  private final LinkJson json;
  private final ErrorPages errors;
  private final InstantSource clock;

  /** Previews of these links. */
  public PreviewPage(PublicLinks links, LinkJson json, ErrorPages errors, InstantSource clock) {
    this.links = links;
    this.json = json;
    this.errors = errors;
    this.clock = clock;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/:preview", 0, this::show);
  }

  private Reply show(RoutingContext request) {
    var name = Requests.pathParam(request, "preview");
    if (!name.endsWith("+")) {
      throw Problem.notFound("Nothing is here.").asException();
    }
    var code = name.substring(0, name.length() - 1);
    return switch (links.find(request.request(), code)) {
      case Found.Some(var stored) when stored.deleted() -> errors.deleted(request.request());
      case Found.Some(var stored) -> show(request, stored.link());
      case Found.None _ -> errors.unknown(request.request(), code);
      case Found.Limited(var retryAfter) -> errors.tooManyUnknown(request.request(), retryAfter);
    };
  }

  private Reply show(RoutingContext request, Link link) {
    var expired = link.expiresAt().filter(at -> !at.isAfter(clock.instant()));
    return expired
        .map(at -> errors.expired(request.request(), at))
        .orElseGet(
            () -> Reply.html(200, page.fill(values(link))).with("Cache-Control", "no-store"));
  }

  private Map<String, String> values(Link link) {
    var url = link.url();
    var isInternational = !url.unicodeHost().equals(url.host());
    return Map.of(
        "shortUrl", json.shortUrl(link.code()),
        "url", url.text(),
        "host", url.unicodeHost(),
        "asciiHost", isInternational ? url.host() : "",
        "warning", String.join(" ", url.warnings()),
        "title", link.title().orElse(""),
        "createdAt", ErrorPages.date(link.createdAt()),
        "expiresAt", link.expiresAt().map(ErrorPages::date).orElse("never"),
        "redirect", link.redirect().inWords());
  }
}
