package dev.whiteboard.portal.page;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Resources;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.portal.checkout.Checkout;
import dev.whiteboard.portal.checkout.Checkout.Entry;
import dev.whiteboard.portal.checkout.Markdown;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /code/PATH}: a file of the checkout as a page. Paths are the project's own, so that
 * the links in its Markdown lead on, to the class and to the test.
 */
final class CodeRoute {
  private static final String AT = "/code/";
  private static final String PAGE = Resources.text("pages/portal/code.html");

  private static final String SCRIPTS =
      """

      <script src="/assets/mermaid.js" defer></script>
      <script src="/assets/drawings.js" type="module"></script>\
      """;

  /** Mermaid writes a style sheet into each of its drawings. */
  private static final String DRAWINGS_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Checkout checkout;

  CodeRoute(Checkout checkout) {
    this.checkout = checkout;
  }

  void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, AT + "*", 0, this::file);
  }

  /** Where a file of the checkout is shown. */
  static String url(String path) {
    return AT + path;
  }

  private Reply file(RoutingContext request) throws IOException {
    var sent = Optional.ofNullable(request.request().path()); // not yet decoded
    var path = path(sent.orElse(""));
    return checkout
        .find(path)
        .map(entry -> reply(path, entry))
        .orElseThrow(Problem.notFound("No file of this project that is shown here.")::asException);
  }

  private static String path(String sent) {
    var end = sent.endsWith("/") ? sent.length() - 1 : sent.length();
    return sent.substring(Math.min(AT.length(), end), end);
  }

  private static Reply reply(String path, Entry entry) {
    return switch (entry) {
      case Entry.Page(var text) -> page(path, Markdown.of(text));
      case Entry.Sheet(var html) -> WholePage.reply(html);
      case Entry.Source(var text) ->
          page(
              path,
              path,
              "<pre class=\"source\" tabindex=\"0\"><code>" + escaped(text) + "</code></pre>");
      case Entry.Folder(var names) -> page(path, path, list(path, names));
      case Entry.Picture(var png) ->
          new Reply(200, Map.of("Content-Type", "image/png", "Cache-Control", "no-cache"), png);
    };
  }

  private static Reply page(String path, Markdown markdown) {
    var title = markdown.title().orElse(path);
    return markdown.hasDrawings()
        ? page(path, title, markdown.html(), SCRIPTS)
            .with("Content-Security-Policy", DRAWINGS_POLICY)
        : page(path, title, markdown.html());
  }

  private static Reply page(String path, String title, String body) {
    return page(path, title, body, "");
  }

  private static Reply page(String path, String title, String body, String scripts) {
    var page =
        PAGE.replace("{{title}}", escaped(title))
            .replace("{{scripts}}", scripts)
            .replace("{{path}}", parents(path))
            .replace("{{body}}", body);
    return Reply.html(200, page).with("Cache-Control", "no-cache");
  }

  /** The path, where each folder in it is a link to that. */
  private static String parents(String path) {
    var links = new StringBuilder();
    var begin = 0;
    for (var end = path.indexOf('/'); end >= 0; end = path.indexOf('/', begin)) {
      links.append(
          "<a href=\"%s\">%s</a> / "
              .formatted(
                  escaped(url(path.substring(0, end))), escaped(path.substring(begin, end))));
      begin = end + 1;
    }
    return links.append(escaped(path.substring(begin))).toString();
  }

  private static String list(String path, List<String> names) {
    var list = new StringBuilder("<h1>").append(escaped(path)).append("</h1>\n<ul>\n");
    for (var name : names) {
      var href = escaped(url(path + "/" + name));
      list.append("<li><a href=\"%s\">%s</a></li>%n".formatted(href, escaped(name)));
    }
    return list.append("</ul>").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
