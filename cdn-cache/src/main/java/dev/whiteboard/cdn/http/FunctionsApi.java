package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.book.Books;
import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.function.FunctionBounds;
import dev.whiteboard.cdn.function.FunctionException;
import dev.whiteboard.cdn.function.FunctionException.Reason;
import dev.whiteboard.cdn.function.FunctionInfo;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/functions}: edge functions by name. A module is compiled and made an instance of
 * before it takes its name over.
 */
public final class FunctionsApi {
  private static final String PATH = "/v1/functions";
  private static final String NAMED = PATH + "/:name";

  /** Below the deadline that every answer has. */
  private static final Duration COMPILE_WAIT = Duration.ofSeconds(7);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Problem NONE = Problem.notFound("No function has this name.");

  private final FunctionBook book;
  private final Books books;
  private final AdminKey admin;

  /**
   * Of this book, for whoever has the key.
   *
   * @param books takes changes, for all processes
   */
  public FunctionsApi(FunctionBook book, Books books, AdminKey admin) {
    this.book = book;
    this.books = books;
    this.admin = admin;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, PATH, 0, _ -> list());
    routes.route(HttpMethod.GET, NAMED, 0, this::get);
    routes.route(HttpMethod.PUT, NAMED, FunctionBook.MODULE_BYTES_MAX, this::put);
    routes.route(HttpMethod.DELETE, NAMED, 0, this::delete);
  }

  private Reply list() {
    var all = new JsonArray();
    book.list().forEach(info -> all.add(json(info)));
    return Reply.json(200, new JsonObject().put("functions", all));
  }

  private Reply get(RoutingContext request) {
    return book.info(Requests.pathParam(request, "name"))
        .map(info -> Reply.json(200, json(info)))
        .orElseThrow(NONE::asException);
  }

  private Reply put(RoutingContext request) throws InterruptedException {
    admin.require(request);
    Requests.requireMediaType(request, "application/wasm");
    var bounds = bounds(request);
    var info =
        installed(Requests.pathParam(request, "name"), Requests.body(request).getBytes(), bounds);
    return Reply.json(info.version() == 1 ? 201 : 200, json(info));
  }

  private FunctionBounds bounds(RoutingContext request) {
    var most = book.most();
    var millis = number(request, "timeLimitMs", (int) most.runMax().toMillis());
    var pages = number(request, "memoryPages", most.memoryPagesMax());
    return new FunctionBounds(Duration.ofMillis(millis), pages);
  }

  private static int number(RoutingContext request, String name, int most) {
    var given = request.queryParam(name);
    if (given.isEmpty()) {
      return most;
    }
    var text = given.getFirst();
    if (given.size() > 1 || !text.matches("[1-9]\\d{0,5}") || Integer.parseInt(text) > most) {
      var error = new FieldError(name, "must be a whole number from 1 to " + most);
      throw Problem.badFields(List.of(error)).asException();
    }
    return Integer.parseInt(text);
  }

  private FunctionInfo installed(String name, byte[] module, FunctionBounds bounds)
      throws InterruptedException {
    try {
      return books
          .putFunction(name, module, bounds)
          .toCompletableFuture()
          .get(COMPILE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw refused(e.getCause());
    } catch (TimeoutException _) {
      throw Problem.unavailable(RETRY_AFTER).asException();
    }
  }

  private static ProblemException refused(@Nullable Throwable cause) {
    if (!(cause instanceof FunctionException failure)) {
      throw new IllegalStateException("a module could not be taken", cause);
    }
    return failure.reason() == Reason.BUSY
        ? Problem.unavailable(RETRY_AFTER).asException()
        : Problem.of(422, "Bad function", String.valueOf(failure.getMessage())).asException();
  }

  private Reply delete(RoutingContext request) {
    admin.require(request);
    if (!books.removeFunction(Requests.pathParam(request, "name"))) {
      throw NONE.asException();
    }
    return Reply.empty(204);
  }

  private static JsonObject json(FunctionInfo info) {
    return new JsonObject()
        .put("name", info.name())
        .put("version", info.version())
        .put("bytes", info.bytes())
        .put("sha256", info.sha256())
        .put("hooks", new JsonArray(info.hooks()))
        .put("timeLimitMs", info.bounds().runMax().toMillis())
        .put("memoryPages", info.bounds().memoryPagesMax());
  }
}
