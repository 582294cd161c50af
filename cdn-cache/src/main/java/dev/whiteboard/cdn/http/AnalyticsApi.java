package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.analytics.Analytics;
import dev.whiteboard.cdn.analytics.Report;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** {@code GET /v1/analytics}: what the nodes of this process did in the last ten minutes. */
public final class AnalyticsApi {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,3})(s|m)");
  private static final String PRESET = "10s";

  private final Analytics analytics;

  /** Of these. */
  public AnalyticsApi(Analytics analytics) {
    this.analytics = analytics;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/v1/analytics", 0, this::get);
  }

  private Reply get(RoutingContext request) {
    var every = every(request.queryParam("every"));
    return Reply.json(200, json(analytics.report(every)).put("every", every.toSeconds() + "s"));
  }

  private static Duration every(List<String> given) {
    if (given.size() > 1) {
      throw bad();
    }
    var matcher = SPAN.matcher(given.isEmpty() ? PRESET : given.getFirst());
    if (!matcher.matches()) {
      throw bad();
    }
    var count = Long.parseLong(matcher.group(1));
    var every =
        matcher.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMinutes(count);
    if (every.compareTo(Analytics.EVERY_MIN) < 0 || every.compareTo(Analytics.KEPT) > 0) {
      throw bad();
    }
    return every;
  }

  private static ProblemException bad() {
    var detail = "must be 1s to 10m, whole seconds or minutes";
    return Problem.badFields(List.of(new FieldError("every", detail))).asException();
  }

  private static JsonObject json(Report report) {
    var spans = new JsonArray();
    for (var span : report.spans()) {
      var tiers = new JsonObject();
      span.tiers().forEach((tier, counts) -> tiers.put(tier, json(counts)));
      spans.add(new JsonObject().put("from", span.from().toString()).put("tiers", tiers));
    }
    var urls = new JsonArray();
    for (var url : report.topUrls()) {
      urls.add(
          new JsonObject()
              .put("url", url.url())
              .put("requests", url.requests())
              .put("overcount", url.over()));
    }
    return new JsonObject().put("spans", spans).put("topUrls", urls);
  }

  private static JsonObject json(Report.TierCounts counts) {
    var results = new JsonObject();
    counts.results().forEach(results::put);
    var statuses = new JsonObject();
    counts.statuses().forEach((status, count) -> statuses.put(Integer.toString(status), count));
    return new JsonObject()
        .put("results", results)
        .put("statuses", statuses)
        .put("bytes", counts.bytes())
        .put("bytesSaved", counts.bytesSaved())
        .put("p50Ms", counts.p50Micros() / 1_000.0)
        .put("p99Ms", counts.p99Micros() / 1_000.0);
  }
}
