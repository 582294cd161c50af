package dev.whiteboard.cdn.route;

import dev.whiteboard.cdn.route.Route.FailurePolicy;
import dev.whiteboard.cdn.route.Route.KeepOn;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads one route. All its fields are looked at, whatever is wrong with the first. */
final class RouteReader {
  static final int REQUESTS_PER_SECOND_MAX = 1_000_000;
  private static final Duration TIME_TO_LIVE_MAX = Duration.ofDays(365);
  private static final int PREFIX_CHARS_MAX = 512;
  private static final int PARAMETER_CHARS_MAX = 128;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern FUNCTION = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
  private static final Pattern HOST =
      Pattern.compile("\\*|(\\*\\.)?[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*|\\[[0-9a-f:.]{2,45}]");
  private static final Pattern PREFIX = Pattern.compile("/[\\x21-\\x7e&&[^?#\\\\]]*");
  private static final Pattern SHORT_TIME = Pattern.compile("([0-9]{1,9})([smhd]?)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "", Duration.ofSeconds(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final int HOST_CHARS_MAX = 253;

  private static final List<String> KNOWN =
      List.of(
          "name",
          "host",
          "pathPrefix",
          "origin",
          "timeToLive",
          "allowedRegions",
          "function",
          "onFunctionFailure",
          "requestsPerSecond",
          "query",
          "keepOn");

  private final Problems problems;
  private final Predicate<URI> origins;
  private final RouteFields fields;
  private final int before;

  RouteReader(MappingNode mapping, String path, Problems problems, Predicate<URI> origins) {
    this.problems = problems;
    this.origins = origins;
    this.before = problems.count();
    this.fields = new RouteFields(mapping, path, problems, KNOWN);
  }

  /** The route, where all of it is good. */
  Optional<Route> read() {
    var name = fields.required("name").filter(text -> fits("name", NAME, text));
    var host = fields.text("host").map(text -> text.toLowerCase(Locale.ROOT)).orElse("*");
    var prefix = fields.text("pathPrefix").orElse("/");
    var origin = fields.required("origin").flatMap(this::origin);
    var timeToLive = fields.text("timeToLive").flatMap(this::time);
    var regions = regions();
    var function = fields.text("function").filter(text -> fits("function", FUNCTION, text));
    var onFailure = onFailure();
    var rate = fields.number("requestsPerSecond", 1, REQUESTS_PER_SECOND_MAX);
    var query = query();
    var keepOn = keepOn();
    checkHost(host);
    checkPrefix(prefix);
    return problems.count() > before || name.isEmpty()
        ? Optional.empty()
        : origin.map(uri ->
            new Route(
                name.get(),
                host,
                prefix,
                uri,
                timeToLive,
                regions,
                function,
                onFailure,
                rate,
                query,
                keepOn));
  }

  private boolean fits(String field, Pattern pattern, String text) {
    var fits = pattern.matcher(text).matches();
    if (!fits) {
      fields.problem(field, "must fit " + pattern + ", not " + Problems.shown(text));
    }
    return fits;
  }

  private void checkHost(String host) {
    if (host.length() > HOST_CHARS_MAX || !HOST.matcher(host).matches()) {
      fields.problem("host", "must be a name without a port, *.suffix, or * for any");
    }
  }

  /** A prefix that no path begins with after it was made plain would never count. */
  private void checkPrefix(String prefix) {
    if (prefix.length() > PREFIX_CHARS_MAX || !PREFIX.matcher(prefix).matches()) {
      fields.problem(
          "pathPrefix",
          "must begin with / and be 1 to " + PREFIX_CHARS_MAX + " visible characters");
    } else if (!RoutePath.of(prefix).equals(prefix)) {
      fields.problem("pathPrefix", "must be written " + Problems.shown(RoutePath.of(prefix)));
    }
  }

  private Optional<URI> origin(String text) {
    try {
      var origin = new URI(text);
      if (!isPlainOrigin(origin)) {
        fields.problem("origin", "must be http or https, a host, maybe a port, and nothing else");
      } else if (!origins.test(origin)) {
        fields.problem("origin", "is none of those that this network may ask");
      }
      return Optional.of(origin);
    } catch (URISyntaxException _) {
      fields.problem("origin", "must be a URL such as http://example.com:8080");
      return Optional.empty();
    }
  }

  private static boolean isPlainOrigin(URI origin) {
    return ("http".equals(origin.getScheme()) || "https".equals(origin.getScheme()))
        && origin.getHost() != null
        && origin.getRawUserInfo() == null
        && origin.getRawQuery() == null
        && origin.getRawFragment() == null
        && (origin.getRawPath().isEmpty() || origin.getRawPath().equals("/"))
        && origin.getPort() != 0
        && origin.getPort() <= 65_535;
  }

  private Optional<Duration> time(String text) {
    var time = parsed(text);
    if (time.isEmpty()
        || time.get().isNegative()
        || time.get().compareTo(TIME_TO_LIVE_MAX) > 0
        || time.get().toNanosPart() > 0) {
      fields.problem("timeToLive", "must be 0 to 365d in whole seconds: 90s, 5m, 1h, 7d or PT1H");
    }
    return time;
  }

  private static Optional<Duration> parsed(String text) {
    var matcher = SHORT_TIME.matcher(text);
    if (matcher.matches()) {
      var unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
      return Optional.of(unit.multipliedBy(Long.parseLong(matcher.group(1))));
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private Set<String> regions() {
    var regions = fields.texts("allowedRegions");
    for (var region : regions) {
      fits("allowedRegions", REGION, region);
    }
    return Set.copyOf(regions);
  }

  private FailurePolicy onFailure() {
    var text = fields.text("onFunctionFailure").orElse("open");
    if (!text.equals("open") && !text.equals("closed")) {
      fields.problem("onFunctionFailure", "must be open or closed");
    }
    return text.equals("closed") ? FailurePolicy.CLOSED : FailurePolicy.OPEN;
  }

  private KeepOn keepOn() {
    var text = fields.text("keepOn").orElse("first");
    if (!text.equals("first") && !text.equals("second")) {
      fields.problem("keepOn", "must be first or second: the request whose response is kept");
    }
    return text.equals("second") ? KeepOn.SECOND : KeepOn.FIRST;
  }

  private QueryRules query() {
    return fields
        .fields("query", List.of("ignore", "sort"))
        .map(query -> new QueryRules(ignored(query), query.flag("sort")))
        .orElse(QueryRules.AS_IS);
  }

  private static Set<String> ignored(RouteFields query) {
    var names = query.texts("ignore");
    if (names.stream().anyMatch(name -> name.length() > PARAMETER_CHARS_MAX)) {
      query.problem("ignore", "has a name of more than " + PARAMETER_CHARS_MAX + " characters");
    }
    return Set.copyOf(names);
  }
}
