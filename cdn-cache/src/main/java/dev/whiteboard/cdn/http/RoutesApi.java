package dev.whiteboard.cdn.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.book.Books;
import dev.whiteboard.cdn.route.BadRoutesException;
import dev.whiteboard.cdn.route.RouteBook;
import dev.whiteboard.cdn.route.RouteParser;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * {@code GET} and {@code PUT /v1/routes}: all of them, as JSON; what is read can be written back.
 *
 * <p>The entity tag says which routes they are. Who sends it back with {@code If-Match} undoes
 * nobody else's change.
 */
public final class RoutesApi {
  private static final String PATH = "/v1/routes";

  /** A character takes up to four bytes. */
  private static final long BODY_BYTES_MAX = 4L * RouteParser.TEXT_CHARS_MAX;

  private static final Problem OTHERS =
      Problem.of(412, "Precondition failed", "The routes are others by now: read them again.");

  private final RouteBook book;
  private final Books books;
  private final AdminKey admin;

  /**
   * Of this book, for whoever has the key.
   *
   * @param books takes changes, for all processes
   */
  public RoutesApi(RouteBook book, Books books, AdminKey admin) {
    this.book = book;
    this.books = books;
    this.admin = admin;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, PATH, 0, _ -> get());
    routes.route(HttpMethod.PUT, PATH, BODY_BYTES_MAX, this::put);
  }

  private Reply get() {
    return new Reply(
            200,
            Map.of("Content-Type", "application/json", "Cache-Control", "no-cache"),
            Buffer.buffer(book.json()))
        .with("ETag", etag());
  }

  private String etag() {
    return '"' + book.tag() + '"';
  }

  private Reply put(RoutingContext request) {
    admin.require(request);
    Requests.requireMediaType(request, "application/yaml", "application/json");
    try {
      var text = Requests.body(request).toString(UTF_8);
      if (books.replaceRoutes(seen(request), text).isEmpty()) {
        throw OTHERS.asException();
      }
    } catch (BadRoutesException e) {
      throw bad(e);
    }
    return get();
  }

  private static Predicate<String> seen(RoutingContext request) {
    var given = request.request().getHeader("If-Match");
    if (given == null || given.strip().equals("*")) {
      return _ -> true;
    }
    var tags = List.of(given.split(",", -1)).stream().map(String::strip).toList();
    return tag -> tags.contains('"' + tag + '"');
  }

  private static ProblemException bad(BadRoutesException e) {
    var errors =
        e.problems().stream()
            .map(one ->
                new FieldError(
                    one.field().isEmpty() ? "routes" : one.field(),
                    "line %d, column %d: %s".formatted(one.line(), one.column(), one.detail())))
            .toList();
    return Problem.badFields(errors).asException();
  }
}
