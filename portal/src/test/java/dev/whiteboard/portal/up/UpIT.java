package dev.whiteboard.portal.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} with servers of its own, from the outside. */
final class UpIT {
  private static final String TARGET = "https://example.com/kept";
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);

  @TempDir Path temporary;

  /** Four starts, in the order in which a person may come to make them. */
  @Test
  void up_isUsed_stopped_killed_andEmptied() throws Exception {
    JsonObject link;
    try (var first = up()) {
      saysWhatItStarted(first.awaitReady());
      link = first.shorten(TARGET);
      countsAVisit(first, link);
      keepsASecondOut(first);
      endsInOrder(first);
    }
    try (var second = up()) {
      redirects(second.awaitReady(), link);
      second.kill();
    }
    try (var third = up()) {
      redirects(third.awaitReady(), link);
      assertThat(servers()).describedAs("one PostgreSQL, one Redis, a lifeline each").hasSize(4);
      endsInOrder(third);
    }
    try (var fresh = up("--fresh")) {
      knowsNothing(fresh.awaitReady(), link);
      endsInOrder(fresh);
    }
  }

  @Test
  void up_toldToStopWhileItStarts_leavesNothing() throws Exception {
    try (var up = up()) {
      endsInOrder(up.awaitLine("Starting "));
      assertThat(up.out()).doesNotContain("Ready in");
    }
  }

  @Test
  void up_portTaken_namesThePortAndTheSetting() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var up = up("--portal-port", Integer.toString(taken.getLocalPort()))) {
      assertThat(up.awaitExit()).isEqualTo(1);
      assertThat(up.err())
          .isEqualTo(
              "cannot listen on 127.0.0.1:%d: it is taken; PORTAL_PORT sets another%n",
              taken.getLocalPort());
      assertThat(servers()).isEmpty();
    }
  }

  private void saysWhatItStarted(UpProcess up) throws Exception {
    assertThat(up.err()).isEmpty();
    assertThat(up.out())
        .containsPattern("PostgreSQL 18\\S* +127\\.0\\.0\\.1:\\d+/\\S+ +\\d+\\.\\d s\n")
        .containsPattern("Redis 6\\S* +127\\.0\\.0\\.1:\\d+ +\\d+\\.\\d s\n")
        .containsPattern("Kafka 4\\S* +127\\.0\\.0\\.1:\\d+ +\\d+\\.\\d s\n")
        .containsPattern("SHORTENER_ADMIN_KEY +[A-Za-z0-9_-]{32}\n")
        .containsPattern("RATELIMIT_ADMIN_KEY +[A-Za-z0-9_-]{32}\n")
        .containsPattern("CDN_ADMIN_KEY +[A-Za-z0-9_-]{32}\n")
        .containsPattern("CHAT_ADMIN_KEY +[A-Za-z0-9_-]{32}\n")
        .contains("kill " + up.pid());
    var status = new JsonObject(up.get("portal", "/api/v1/status").body());
    isShownReady(up, status.getJsonArray("services").getJsonObject(0), "url-shortener");
    isShownReady(up, status.getJsonArray("services").getJsonObject(1), "rate-limiter");
    isShownReady(up, status.getJsonArray("services").getJsonObject(2), "cdn-cache");
    isShownReady(up, status.getJsonArray("services").getJsonObject(3), "chat-service");
    assertThat(status.getJsonArray("servers")).hasSize(3);
  }

  private static void isShownReady(UpProcess up, JsonObject row, String name) throws Exception {
    assertThat(up.get(name, "/health/ready").statusCode()).isEqualTo(200);
    assertThat(row.getMap())
        .containsEntry("name", name)
        .containsEntry("url", up.url(name).toString())
        .containsEntry("ready", true);
  }

  private static void countsAVisit(UpProcess up, JsonObject link) throws Exception {
    redirects(up, link);
    var stats = "/api/v1/links/" + link.getString("code") + "/stats";
    await()
        .atMost(COUNTED_WITHIN)
        .until(
            () ->
                up.get(
                        "url-shortener",
                        stats,
                        "Authorization",
                        "Bearer " + link.getString("manageToken"))
                    .body(),
            body -> new JsonObject(body).getLong("visits", 0L) == 1);
  }

  private void keepsASecondOut(UpProcess first) throws Exception {
    try (var second = up("--fresh")) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.out()).isEmpty();
      assertThat(second.err())
          .isEqualTo(
              "already running: process %d at %s; stop it first%n",
              first.pid(), first.url("portal"));
    }
  }

  private void endsInOrder(UpProcess up) throws IOException {
    assertThat(up.terminate().awaitExit()).isZero();
    assertThat(up.out()).contains("Stopped in ");
    assertThat(servers()).isEmpty();
  }

  private static void redirects(UpProcess up, JsonObject link) throws Exception {
    var answer = up.get("url-shortener", "/" + link.getString("code"));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).hasValue(TARGET);
  }

  private static void knowsNothing(UpProcess up, JsonObject link) throws Exception {
    assertThat(up.get("url-shortener", "/" + link.getString("code")).statusCode()).isEqualTo(404);
  }

  private UpProcess up(String... arguments) throws IOException {
    return UpProcess.start(
        temporary, Map.of("WHITEBOARD_STATE", temporary.resolve("state").toString()), arguments);
  }

  private List<ProcessHandle> servers() throws IOException {
    return StateFolder.serversOn(temporary.resolve("state/servers"));
  }
}
