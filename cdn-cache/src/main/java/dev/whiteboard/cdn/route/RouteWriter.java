package dev.whiteboard.cdn.route;

import static java.util.stream.Collectors.joining;

import dev.whiteboard.cdn.route.Route.FailurePolicy;
import dev.whiteboard.cdn.route.Route.KeepOn;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes routes as JSON, a line each, so that {@link RouteParser} reads the same from it. */
final class RouteWriter {
  private RouteWriter() {}

  static String json(List<Route> routes) {
    return routes.stream()
        .map(route -> "  " + object(fields(route)))
        .collect(joining(",\n", "{\"routes\": [\n", "\n]}\n"));
  }

  /** What is as it would be without being said is left out; names in a set are sorted. */
  private static Map<String, String> fields(Route route) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("name", text(route.name()));
    fields.put("host", text(route.host()));
    fields.put("pathPrefix", text(route.pathPrefix()));
    fields.put("origin", text(route.origin().toString()));
    route.timeToLive().ifPresent(time -> fields.put("timeToLive", text(time.toSeconds() + "s")));
    if (!route.allowedRegions().isEmpty()) {
      fields.put("allowedRegions", texts(route.allowedRegions()));
    }
    route.function().ifPresent(function -> fields.put("function", text(function)));
    if (route.onFunctionFailure() == FailurePolicy.CLOSED) {
      fields.put("onFunctionFailure", text("closed"));
    }
    route.requestsPerSecond().ifPresent(rate -> fields.put("requestsPerSecond", "" + rate));
    if (!route.query().equals(QueryRules.AS_IS)) {
      fields.put("query", object(fields(route.query())));
    }
    if (route.keepOn() == KeepOn.SECOND) {
      fields.put("keepOn", text("second"));
    }
    return fields;
  }

  private static Map<String, String> fields(QueryRules rules) {
    var fields = new LinkedHashMap<String, String>();
    if (!rules.ignored().isEmpty()) {
      fields.put("ignore", texts(rules.ignored()));
    }
    fields.put("sort", "" + rules.sorted());
    return fields;
  }

  private static String object(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> text(field.getKey()) + ": " + field.getValue())
        .collect(joining(", ", "{", "}"));
  }

  private static String texts(Collection<String> texts) {
    return texts.stream().sorted().map(RouteWriter::text).collect(joining(", ", "[", "]"));
  }

  /** All but plain ASCII is escaped, so that any reader takes it. */
  private static String text(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
