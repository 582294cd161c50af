package dev.whiteboard.cdn;

import dev.whiteboard.cdn.function.FunctionLimits;
import dev.whiteboard.cdn.protect.GateBounds;
import dev.whiteboard.cdn.route.AllowedOrigins;
import dev.whiteboard.cdn.route.BadRoutesException;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.RouteParser;
import dev.whiteboard.kit.http.Cidr;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What can be set of the edges: who may ask how much, which routes there are, and what functions
 * may take.
 *
 * @param gate what clients may take of an edge
 * @param trustedProxies whose word counts for who a client is
 * @param routeOrigins origins that routes may name, beside the one behind the CDN
 * @param routes a file with routes to begin with; empty for one that leads all to the origin
 * @param functions what edge functions may take
 * @param requestBodyBytesMax the longest body that an edge takes of a client
 */
record EdgeSettings(
    GateBounds gate,
    List<Cidr> trustedProxies,
    List<URI> routeOrigins,
    Optional<Path> routes,
    FunctionLimits functions,
    long requestBodyBytesMax) {
  private static final long BODY_BYTES = 1L << 30;
  private static final long BODY_BYTES_MAX = 1L << 40;
  private static final IntRange COUNT = new IntRange(1, 1_000_000);
  private static final IntRange RUN_MS = new IntRange(1, 1_000);
  private static final IntRange PAGES = new IntRange(1, 1_024);
  private static final String PROXIES = "CDN_TRUSTED_PROXIES";
  private static final String ORIGINS = "CDN_ROUTE_ORIGINS";
  private static final String ROUTES = "CDN_ROUTES";

  static EdgeSettings read(Settings settings) {
    return new EdgeSettings(
        gate(settings),
        ClientAddress.trustedProxies(settings, PROXIES),
        routeOrigins(settings),
        settings.text(ROUTES, "a YAML file of routes to begin with").map(Path::of),
        functions(settings),
        settings.parsed(
            "CDN_REQUEST_BODY_BYTES_MAX",
            Long.toString(BODY_BYTES),
            "bytes of the body of one request to an edge",
            EdgeSettings::bodyBytes,
            "1 to " + BODY_BYTES_MAX));
  }

  private static long bodyBytes(String text) {
    var bytes = Long.parseLong(text);
    if (bytes < 1 || bytes > BODY_BYTES_MAX) {
      throw new IllegalArgumentException(text);
    }
    return bytes;
  }

  private static GateBounds gate(Settings settings) {
    var preset = GateBounds.DEFAULT;
    return new GateBounds(
        count(
            settings,
            "CDN_CLIENT_REQUESTS_PER_SECOND",
            preset.clientRequestsPerSecond(),
            "how often one client may ask an edge"),
        count(
            settings,
            "CDN_CLIENT_REQUESTS_BURST",
            preset.clientRequestsBurst(),
            "how often it may at once"),
        count(
            settings,
            "CDN_CLIENT_IN_FLIGHT_MAX",
            preset.clientInFlightMax(),
            "requests of one client under way at an edge"),
        count(settings, "CDN_IN_FLIGHT_MAX", preset.inFlightMax(), "requests of all under way"),
        count(
            settings,
            "CDN_CLIENT_CONNECTIONS_MAX",
            preset.clientConnectionsMax(),
            "connections of one address to an edge"),
        count(settings, "CDN_CONNECTIONS_MAX", preset.connectionsMax(), "connections of all"),
        preset.keysMax(),
        queries(settings));
  }

  private static GateBounds.Queries queries(Settings settings) {
    var preset = GateBounds.Queries.DEFAULT;
    return new GateBounds.Queries(
        count(
            settings,
            "CDN_CLIENT_NEW_QUERIES_PER_SECOND",
            preset.clientNewPerSecond(),
            "query strings of one client that nobody asked for before"),
        count(
            settings,
            "CDN_PATH_NEW_QUERIES_PER_SECOND",
            preset.pathKeptPerSecond(),
            "new query strings of one path whose answers are kept"),
        preset.pathPassedPerSecond(),
        preset.remembered());
  }

  private static int count(Settings settings, String name, int preset, String meaning) {
    return settings.integer(name, preset, COUNT, meaning);
  }

  private static FunctionLimits functions(Settings settings) {
    var preset = FunctionLimits.DEFAULT;
    var millis =
        settings.integer(
            "CDN_FUNCTION_MS_MAX",
            (int) preset.runMax().toMillis(),
            RUN_MS,
            "milliseconds that an edge function may run");
    var pages =
        settings.integer(
            "CDN_FUNCTION_PAGES_MAX",
            preset.memoryPagesMax(),
            PAGES,
            "memory of an edge function, in pages of 64 KiB");
    return preset.with(Duration.ofMillis(millis), pages);
  }

  private static List<URI> routeOrigins(Settings settings) {
    return settings.list(ORIGINS, "other origins that routes may name").stream()
        .map(origin ->
            parsed(ORIGINS, origin, CdnSettings::origin, "must list origins, but has '%s'"))
        .toList();
  }

  private static <T> T parsed(
      String name, String text, Function<String, T> parser, String problem) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException _) {
      throw new BadSettingException(name, problem.formatted(text));
    }
  }

  /** The origins that routes may name. */
  Predicate<URI> allowedOrigins(URI origin) {
    var all = new ArrayList<>(routeOrigins);
    all.add(origin);
    return new AllowedOrigins(all);
  }

  /**
   * The routes to begin with.
   *
   * @param origin where all goes without a file
   * @throws BadSettingException where the file is bad, or can't be read
   */
  List<Route> firstRoutes(URI origin) {
    return routes
        .map(file -> read(file, origin))
        .orElseGet(() -> List.of(Route.everything(origin)));
  }

  private List<Route> read(Path file, URI origin) {
    try {
      return RouteParser.parse(Files.readString(file), allowedOrigins(origin));
    } catch (BadRoutesException e) {
      throw new BadSettingException(ROUTES, "names " + file + ", which is bad: " + e.getMessage());
    } catch (IOException _) {
      throw new BadSettingException(ROUTES, "names " + file + ", which can't be read");
    }
  }
}
