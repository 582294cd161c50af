package dev.whiteboard.ratelimit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Algorithm;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayApiTest {
  private static ReplayServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ReplayServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void replay_aroundAWindowsEdge_tellsOfTwiceTheLimit() {
    var runs =
        accepted(
            """
            {"limit": 2, "perMs": 1000, "algorithms": ["fixed-window", "sliding-log"],
             "arrivalsMs": [998, 999, 1000, 1001]}
            """);

    assertThat(runs.getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"algorithm": "fixed-window", "limit": 2, "capacity": 2, "admitted": 4, "denied": 0,
                 "most": 4, "decisions": [true, true, true, true], "remaining": [1, 0, 1, 0],
                 "delaysMs": [0.0, 0.0, 0.0, 0.0], "retryAfterMs": [0.0, 0.0, 0.0, 0.0],
                 "levels": [[0.0, 2.0], [998.0, 2.0], [998.0, 1.0], [999.0, 1.0], [999.0, 0.0],
                            [1000.0, 2.0], [1000.0, 1.0], [1001.0, 1.0], [1001.0, 0.0],
                            [2000.0, 2.0]],
                 "peaks": [[998.0, 1, 998.0], [999.0, 2, 998.0], [1000.0, 3, 998.0],
                           [1001.0, 4, 998.0]]}
                """));
    assertThat(runs.getJsonObject(1).getJsonArray("decisions"))
        .isEqualTo(JsonArray.of(true, true, false, false));
    assertThat(runs.getJsonObject(1).getJsonArray("retryAfterMs").getDouble(2)).isEqualTo(998);
  }

  @Test
  void replay_noAlgorithmNamed_areAll() {
    var runs = accepted("{\"limit\": 2, \"perMs\": 1000, \"burst\": 3}");

    assertThat(runs.stream().map(run -> ((JsonObject) run).getString("algorithm")))
        .containsExactlyElementsOf(Arrays.stream(Algorithm.values()).map(Algorithm::text).toList());
    assertThat(runs.stream().map(run -> ((JsonObject) run).getInteger("capacity")))
        .containsExactly(2, 2, 2, 3, 3, 3, 3, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'perMs':1} | limit | is missing",
        "{'limit':1} | perMs | is missing",
        "{'limit':0,'perMs':1} | limit | must be a whole number from 1 to 10000",
        "{'limit':1,'perMs':600001} | perMs | must be a whole number from 1 to 600000",
        "{'limit':1,'perMs':1,'burst':0} | burst | must be a whole number from 1 to 10000",
        "{'limit':1,'perMs':1,'holdMs':0} | holdMs | must be a whole number from 1 to 600000",
        "{'limit':1,'perMs':1,'arrivalsMs':[2,1]} | arrivalsMs"
            + " | must rise, but entry 1 is before the one before it",
        "{'limit':1,'perMs':1,'arrivalsMs':[-1]} | arrivalsMs"
            + " | must hold whole numbers from 0 to 600000",
        "{'limit':1,'perMs':1,'algorithms':['magic']} | algorithms"
            + " | knows no \"magic\"; there are fixed-window, sliding-log, sliding-window,"
            + " token-bucket, leaky-bucket, leaky-queue, gcra, concurrency",
        "{'limit':1,'perMs':1,'colour':1} | colour | is not a field of this request",
      })
  void replay_badField_isNamed(String sent, String field, String detail) {
    assertThat(refused(sent.replace('\'', '"')))
        .isEqualTo(JsonArray.of(new JsonObject().put("field", field).put("detail", detail)));
  }

  @Test
  void replay_moreArrivalsThanThereCanBe_isRefused() {
    var many = Collections.nCopies(2_001, "0");

    assertThat(refused("{\"limit\":1,\"perMs\":1,\"arrivalsMs\":[" + String.join(",", many) + "]}"))
        .hasSize(1);
  }

  @Test
  void replay_asMuchAsThereCanBe_isAnswered() {
    var moments = Stream.iterate(0, at -> at + 300).limit(2_000).map(String::valueOf).toList();

    var runs =
        accepted(
            "{\"limit\":10000,\"perMs\":600000,\"arrivalsMs\":[%s]}"
                .formatted(String.join(",", moments)));

    assertThat(runs).hasSameSizeAs(Algorithm.values());
  }

  private static JsonArray accepted(String sent) {
    var answer = server.post("/v1/replay", sent);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body()).getJsonArray("runs");
  }

  private static JsonArray refused(String sent) {
    var answer = server.post("/v1/replay", sent);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return new JsonObject(answer.body()).getJsonArray("errors");
  }
}
