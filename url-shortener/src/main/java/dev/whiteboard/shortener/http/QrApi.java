package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.shortener.http.PublicLinks.Found;
import dev.whiteboard.shortener.qr.QrCode;
import dev.whiteboard.shortener.qr.QrPng;
import dev.whiteboard.shortener.qr.QrSvg;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /api/v1/links/{code}/qr}: a short link to hold a camera at.
 *
 * <p>For anybody: the picture says no more than the path that was asked for.
 */
public final class QrApi {
  private static final IntRange SIZE = new IntRange(64, 2_048);
  private static final String SIZE_DEFAULT = "256";

  /** A code's picture never changes, but the link may go. */
  private static final String CACHE_CONTROL = "public, max-age=300";

  private final PublicLinks links;
  private final LinkJson json;
  private final ErrorPages errors;

  /** Pictures of these links. */
  public QrApi(PublicLinks links, LinkJson json, ErrorPages errors) {
    this.links = links;
    this.json = json;
    this.errors = errors;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/links/:code/qr", 0, this::draw);
  }

  private Reply draw(RoutingContext request) {
    var badOnes = new QueryErrors();
    var isPng = isPng(request.request().getParam("format", "svg"), badOnes);
    var size = size(request.request().getParam("size", SIZE_DEFAULT), badOnes);
    badOnes.check();
    var code = Requests.pathParam(request, "code");
    return switch (links.find(request.request(), code)) {
      case Found.Some(var stored) when stored.deleted() -> errors.deleted(request.request());
      case Found.Some _ -> draw(QrCode.of(json.shortUrl(code)), isPng, size);
      case Found.None _ -> errors.unknown(request.request(), code);
      case Found.Limited(var retryAfter) -> errors.tooManyUnknown(request.request(), retryAfter);
    };
  }

  private static Reply draw(QrCode qr, boolean isPng, int size) {
    return isPng
        ? picture("image/png", Buffer.buffer(png(qr, size)))
        : picture("image/svg+xml", Buffer.buffer(QrSvg.draw(qr, size)));
  }

  private static boolean isPng(String format, QueryErrors errors) {
    return switch (format) {
      case "svg" -> false;
      case "png" -> true;
      default -> errors.reject("format", "must be svg or png", false);
    };
  }

  private static int size(String text, QueryErrors errors) {
    try {
      var size = Integer.parseInt(text);
      if (SIZE.contains(size)) {
        return size;
      }
    } catch (NumberFormatException e) {
      return errors.reject("size", sizes(SIZE.min()), SIZE.min());
    }
    return errors.reject("size", sizes(SIZE.min()), SIZE.min());
  }

  /** A long public URL makes a code of more modules than the smallest size has pixels. */
  private static byte[] png(QrCode qr, int size) {
    if (size < QrPng.smallest(qr)) {
      throw Problem.badFields(List.of(new FieldError("size", sizes(QrPng.smallest(qr)))))
          .asException();
    }
    return QrPng.draw(qr, size);
  }

  private static Reply picture(String mediaType, Buffer bytes) {
    return new Reply(200, Map.of("Content-Type", mediaType, "Cache-Control", CACHE_CONTROL), bytes);
  }

  private static String sizes(int min) {
    return "must be a whole number from %d to %d".formatted(min, SIZE.max());
  }
}
