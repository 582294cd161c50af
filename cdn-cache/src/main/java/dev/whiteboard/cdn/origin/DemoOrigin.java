package dev.whiteboard.cdn.origin;

import dev.whiteboard.kit.http.Template;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The site behind the CDN.
 *
 * <pre>
 *   /              a page, fresh for a minute       /time     fresh for 5 s, then stale-while-revalidate
 *   /images/1.svg  to 6, fresh for an hour          /vary     one for each Accept-Language
 *   /slow?ms=500   takes so long                    /private  for one client alone
 *   /size/1000000  so many bytes                    /count    how often each path was asked for
 *   /status/503    that status
 * </pre>
 *
 * <p>Each answer says in {@code X-Origin-Count} how often its path was asked for: a number that
 * stays the same came from a cache. Pages have tags, {@code Surrogate-Key}, to purge them by.
 */
public final class DemoOrigin implements Handler<HttpServerRequest> {
  private static final int IMAGES = 6;
  private static final long SLOW_MILLIS_MAX = 10_000;
  private static final long SIZE_BYTES_MAX = 1L << 30;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Vertx vertx;
  private final InstantSource clock;
  private final Buffer page = Buffer.buffer(Template.load("origin/index.html").fill(Map.of()));
  private final Asked asked;

  /** On an event loop of this Vert.x; counts are shared with those on the others. */
  private DemoOrigin(Vertx vertx, InstantSource clock, Asked asked) {
    this.vertx = vertx;
    this.clock = clock;
    this.asked = asked;
  }

  /** A site whose handlers count together. */
  public static final class Site {
    private final InstantSource clock;
    private final Asked asked = new Asked();

    /** By this clock. */
    public Site(InstantSource clock) {
      this.clock = clock;
    }

    /** The handler for an event loop. */
    public DemoOrigin on(Vertx vertx) {
      return new DemoOrigin(vertx, clock, asked);
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    var path = request.path() == null ? "/" : request.path();
    var response = request.response();
    if (path.equals("/count")) {
      count(response);
      return;
    }
    response.putHeader("x-origin-count", Long.toString(asked.count(path)));
    response.putHeader("date", DATE.format(clock.instant()));
    var first = path.indexOf('/', 1);
    switch (first < 0 ? path : path.substring(0, first)) {
      case "/" -> page(response);
      case "/images" -> image(response, path.substring(first + 1));
      case "/slow" -> slow(request);
      case "/size" -> size(response, path.substring(first + 1));
      case "/status" -> status(response, path.substring(first + 1));
      case "/private" -> privately(response);
      case "/time" -> time(response);
      case "/vary" -> vary(request);
      default -> notFound(response);
    }
  }

  private void page(HttpServerResponse response) {
    cacheable(response, "public, max-age=60", "site home")
        .putHeader("content-type", "text/html; charset=utf-8")
        .putHeader("etag", "\"page-1\"")
        .end(page);
  }

  private static void image(HttpServerResponse response, String name) {
    var dot = name.indexOf(".svg");
    var number = number(dot < 0 ? "" : name.substring(0, dot), 1, IMAGES);
    if (number.isEmpty() || dot + 4 != name.length()) {
      notFound(response);
      return;
    }
    var hue = number.getAsLong() * 57;
    cacheable(response, "public, max-age=3600", "site images image-" + number.getAsLong())
        .putHeader("content-type", "image/svg+xml")
        .putHeader("etag", "\"image-" + number.getAsLong() + "\"")
        .end(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80" role="img">
            <rect width="120" height="80" fill="hsl(%d 60%% 45%%)"/>
            <circle cx="60" cy="40" r="%d" fill="hsl(%d 70%% 75%%)"/></svg>
            """
                .formatted(hue, 8 + 4 * number.getAsLong(), hue + 40));
  }

  private void slow(HttpServerRequest request) {
    var response = request.response();
    var millis = number(String.valueOf(request.getParam("ms")), 1, SLOW_MILLIS_MAX);
    if (millis.isEmpty()) {
      bad(response, "ms must be 1 to " + SLOW_MILLIS_MAX);
      return;
    }
    vertx.setTimer(
        millis.getAsLong(),
        _ -> {
          if (!response.closed()) {
            text(cacheable(response, "public, max-age=30", "slow"), "That took a while.\n");
          }
        });
  }

  private static void size(HttpServerResponse response, String text) {
    var bytes = number(text, 0, SIZE_BYTES_MAX);
    if (bytes.isEmpty()) {
      bad(response, "the size must be 0 to " + SIZE_BYTES_MAX);
      return;
    }
    cacheable(response, "public, max-age=300", "sizes")
        .putHeader("content-type", "text/plain")
        .putHeader("etag", "\"size-" + bytes.getAsLong() + "\"");
    LongBody.write(response, bytes.getAsLong());
  }

  private static void status(HttpServerResponse response, String text) {
    var status = number(text, 200, 599);
    if (status.isEmpty()) {
      bad(response, "the status must be 200 to 599");
      return;
    }
    response.setStatusCode((int) status.getAsLong());
    if (status.getAsLong() == 204 || status.getAsLong() == 304) {
      response.end();
    } else {
      text(response.putHeader("cache-control", "public, max-age=10"), text + "\n");
    }
  }

  private static void privately(HttpServerResponse response) {
    text(response.putHeader("cache-control", "private, no-store"), "For you alone.\n");
  }

  private void time(HttpServerResponse response) {
    var cacheControl = "public, max-age=5, stale-while-revalidate=30, stale-if-error=300";
    text(cacheable(response, cacheControl, "time"), clock.instant() + "\n");
  }

  private static void vary(HttpServerRequest request) {
    var given = request.getHeader("accept-language");
    var greeting = given != null && given.startsWith("de") ? "Guten Tag" : "Hello";
    var response = request.response().putHeader("vary", "Accept-Language");
    text(cacheable(response, "public, max-age=60", "greetings"), greeting + "\n");
  }

  private void count(HttpServerResponse response) {
    var counts = new JsonObject();
    asked.all().forEach(counts::put);
    response
        .putHeader("cache-control", "no-store")
        .putHeader("content-type", "application/json")
        .end(counts.encodePrettily());
  }

  private static HttpServerResponse cacheable(
      HttpServerResponse response, String cacheControl, String tags) {
    return response.putHeader("cache-control", cacheControl).putHeader("surrogate-key", tags);
  }

  private static void bad(HttpServerResponse response, String why) {
    text(response.setStatusCode(400), why + "\n");
  }

  private static void notFound(HttpServerResponse response) {
    text(
        response.setStatusCode(404).putHeader("cache-control", "public, max-age=10"),
        "Nothing is here.\n");
  }

  private static void text(HttpServerResponse response, String text) {
    response.putHeader("content-type", "text/plain; charset=utf-8").end(text);
  }

  /** A number within bounds, in plain digits. */
  private static OptionalLong number(String text, long min, long max) {
    if (!text.matches("\\d{1,10}")) {
      return OptionalLong.empty();
    }
    var number = Long.parseLong(text);
    return min <= number && number <= max ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
