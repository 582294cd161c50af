package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Routes over real HTTP: put by an operator, and held to by edges at once. */
class RoutesIT {
  private static RunningCdn cdn;
  private static String origin;

  @BeforeAll
  static void start() throws Exception {
    cdn = RunningCdn.start(Map.of("CDN_ROUTE_ORIGINS", "http://127.0.0.1:9"));
    origin = cdn.origin();
  }

  @AfterAll
  static void close() {
    cdn.close();
  }

  @Test
  void put_routes_holdAtEveryEdgeAtOnceAndReadTheSame() throws Exception {
    cdn.routes(
        """
        routes:
          - { name: images, pathPrefix: /images/, origin: "%s" }
          - { name: sizes, pathPrefix: /size/, origin: "%s", requestsPerSecond: 1000 }
        """
            .formatted(origin, origin));

    for (var edge : new String[] {"edge-eu-1", "edge-us-2"}) {
      assertThat(cdn.get(edge, "/images/1.svg").statusCode()).isEqualTo(200);
      assertThat(cdn.get(edge, "/time").statusCode()).isEqualTo(404);
    }
    var read = cdn.anybody("GET", "/v1/routes");
    var again = cdn.admin("PUT", "/v1/routes", "application/json", read.body());
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(read.body());
    assertThat(again.headers().firstValue("etag")).isEqualTo(read.headers().firstValue("etag"));
  }

  @Test
  void put_mistakes_areToldWithTheirPlaceAndNothingChanges() throws Exception {
    cdn.routes("- { name: all, origin: \"" + origin + "\" }");

    var answer =
        cdn.admin(
            "PUT",
            "/v1/routes",
            "application/yaml",
            "routes:\n  - name: a\n    origin: http://169.254.169.254\n    timeToLive: soon\n");

    assertThat(answer.statusCode()).isEqualTo(400);
    var errors = new JsonObject(answer.body()).getJsonArray("errors");
    assertThat(errors.getJsonObject(0).getString("field")).isEqualTo("routes[0].origin");
    assertThat(errors.getJsonObject(0).getString("detail")).startsWith("line 3, column 13: ");
    assertThat(errors.getJsonObject(1).getString("field")).isEqualTo("routes[0].timeToLive");
    assertThat(cdn.anybody("GET", "/v1/routes").body()).contains("\"all\"");
  }

  @Test
  void put_overSomebodyElsesChange_isRefused() throws Exception {
    var body = "- { name: one, origin: \"" + origin + "\" }";
    cdn.routes(body);
    var tag = cdn.anybody("GET", "/v1/routes").headers().firstValue("etag").orElseThrow();
    cdn.routes("- { name: two, origin: \"" + origin + "\" }");

    var late =
        cdn.send("PUT", "/v1/routes", "application/yaml", body.getBytes(UTF_8), "If-Match", tag);

    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(cdn.anybody("GET", "/v1/routes").body()).contains("\"two\"");
  }

  @Test
  void put_withoutTheKeyOrAsSomethingElse_isRefused() throws Exception {
    assertThat(cdn.anybody("PUT", "/v1/routes").statusCode()).isEqualTo(401);
    assertThat(cdn.admin("PUT", "/v1/routes", "text/plain", "[]").statusCode()).isEqualTo(415);
  }

  @Test
  void route_withATimeToLive_isKeptForThatLong() throws Exception {
    cdn.routes(
        "- { name: all, origin: \"%s\", timeToLive: 1h, pathPrefix: /time }".formatted(origin));

    var first = cdn.get("edge-eu-1", "/time?ttl");
    var second = cdn.get("edge-eu-1", "/time?ttl");

    assertThat(first.headers().firstValue("cdn-cache-control").orElseThrow())
        .startsWith("max-age=3600");
    assertThat(second.headers().firstValue("cache-status").orElseThrow()).contains("; hit; ttl=3");
  }

  @Test
  void route_withAQueryRule_keepsAPageOnceForAllItsCampaigns() throws Exception {
    cdn.routes(
        "- { name: all, origin: \"%s\", query: { ignore: [utm_*], sort: true } }"
            .formatted(origin));
    cdn.get("edge-eu-1", "/images/2.svg?b=1&a=2&utm_source=x");

    var other = cdn.get("edge-eu-1", "/images/2.svg?utm_medium=y&a=2&b=1");

    assertThat(other.headers().firstValue("cache-status").orElseThrow()).contains("; hit");
  }

  @Test
  void route_thatKeepsOnTheSecondRequest_keepsNothingOnTheFirst() throws Exception {
    cdn.routes("- { name: all, origin: \"%s\", keepOn: second }".formatted(origin));
    var before = cdn.node("edge-us-1").store().size();

    cdn.get("edge-us-1", "/images/3.svg");
    assertThat(cdn.node("edge-us-1").store().size()).isEqualTo(before);
    cdn.get("edge-us-1", "/images/3.svg");

    // The client has its answer a moment before the store has it.
    await().until(() -> cdn.node("edge-us-1").store().size() == before + 1);
  }
}
