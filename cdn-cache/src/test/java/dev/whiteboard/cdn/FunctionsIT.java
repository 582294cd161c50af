package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edge functions over real HTTP, from the PUT of a module to the answer of an edge. */
class FunctionsIT {
  private static final String EDGE = "edge-eu-1";

  /**
   * By hand, as no assembler is at work here: a module that imports nothing, exports its memory and
   * {@code on_request} or {@code on_response}, and loops for good.
   */
  private static byte[] endless(String hook) {
    var name = hook.getBytes(UTF_8);
    var exports = 1 + 9 + 1 + name.length + 2;
    var module = new ByteArrayOutputStream();
    module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    module.writeBytes(new byte[] {1, 4, 1, 0x60, 0, 0}); // type: () -> ()
    module.writeBytes(new byte[] {3, 2, 1, 0}); // function 0 of type 0
    module.writeBytes(new byte[] {5, 3, 1, 0, 1}); // memory of a page
    module.writeBytes(new byte[] {7, (byte) exports, 2, 6, 'm', 'e', 'm', 'o', 'r', 'y', 2, 0});
    module.write(name.length);
    module.writeBytes(name);
    module.writeBytes(new byte[] {0, 0});
    module.writeBytes(new byte[] {10, 9, 1, 7, 0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b}); // loop br 0
    return module.toByteArray();
  }

  private static RunningCdn cdn;
  private static String origin;

  @BeforeAll
  static void start() throws Exception {
    cdn = RunningCdn.start(Map.of("CDN_FUNCTION_MS_MAX", "1000"));
    origin = cdn.origin();
    for (var name : Functions.EXAMPLES) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> cdn.anybody("GET", "/v1/functions/" + name).statusCode() == 200);
    }
  }

  @AfterAll
  static void close() {
    cdn.close();
  }

  private static void route(String function, String more) throws Exception {
    cdn.routes(
        """
        - { name: all, origin: "%s", function: %s%s }
        - { name: restricted, pathPrefix: /size/, origin: "%s", allowedRegions: [us] }
        """
            .formatted(origin, function, more, origin));
  }

  private static byte[] example(String name) throws IOException {
    var path = "/functions/" + name + ".wasm";
    try (var in = Objects.requireNonNull(FunctionsIT.class.getResourceAsStream(path))) {
      return in.readAllBytes();
    }
  }

  @Test
  void example_hello_answersAtTheEdge() throws Exception {
    route("hello", "");

    var hello = cdn.get(EDGE, "/hello");

    assertThat(hello.statusCode()).isEqualTo(200);
    assertThat(hello.body()).isEqualTo("Hello from the edge.\n");
    assertThat(cdn.get(EDGE, "/images/1.svg").statusCode()).isEqualTo(200);
  }

  /** From above, streamed; then from what is kept. */
  @Test
  void example_securityHeaders_areOnEveryAnswer() throws Exception {
    route("security-headers", "");

    for (var expected : new String[] {"stored", "hit"}) {
      var answer = cdn.get(EDGE, "/slow?ms=1&headers");
      assertThat(answer.headers().firstValue("cache-status").orElseThrow()).contains(expected);
      assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(answer.body()).isEqualTo("That took a while.\n");
    }
    assertThat(cdn.get("edge-us-1", "/slow?ms=1&headers").headers().map())
        .containsKey("referrer-policy");
  }

  @Test
  void responseHook_ofALongBody_streamsAllOfIt() throws Exception {
    cdn.routes("- { name: all, origin: \"%s\", function: security-headers }".formatted(origin));

    var answer = cdn.get(EDGE, "/size/40000000");

    assertThat(answer.body()).hasSize(40_000_000);
    assertThat(answer.headers().firstValue("x-frame-options")).hasValue("DENY");
  }

  @Test
  void put_ofAModule_tellsWhatItIsAndTakesBounds() throws Exception {
    var put =
        cdn.send(
            "PUT",
            "/v1/functions/mine?timeLimitMs=5&memoryPages=2",
            "application/wasm",
            example("hello"));

    assertThat(put.statusCode()).isEqualTo(201);
    var info = new JsonObject(put.body());
    assertThat(info.getInteger("timeLimitMs")).isEqualTo(5);
    assertThat(info.getInteger("memoryPages")).isEqualTo(2);
    assertThat(info.getJsonArray("hooks")).containsExactly("on_request");
    assertThat(new JsonObject(cdn.anybody("GET", "/v1/functions/mine").body())).isEqualTo(info);
    assertThat(cdn.admin("DELETE", "/v1/functions/mine", "", "").statusCode()).isEqualTo(204);
    assertThat(cdn.admin("DELETE", "/v1/functions/mine", "", "").statusCode()).isEqualTo(404);
    assertThat(cdn.anybody("GET", "/v1/functions/mine").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "mine, text/plain, x, 415",
    "mine, application/wasm, no module, 422",
    "Not-a-name, application/wasm, x, 422",
    "mine?timeLimitMs=1001, application/wasm, x, 400",
    "mine?memoryPages=0, application/wasm, x, 400",
  })
  void put_ofSomethingElse_isRefused(String name, String type, String body, int status)
      throws Exception {
    assertThat(cdn.admin("PUT", "/v1/functions/" + name, type, body).statusCode())
        .isEqualTo(status);
  }

  @Test
  void put_tooLargeOrWithoutTheKey_isRefused() throws Exception {
    assertThat(cdn.anybody("PUT", "/v1/functions/mine").statusCode()).isEqualTo(401);
    assertThat(
            cdn.send("PUT", "/v1/functions/mine", "application/wasm", new byte[(1 << 20) + 1])
                .statusCode())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"on_request, 200, 500", "on_response, 200, 500"})
  void endlessFunction_isCutAndTheRouteSaysWhatThen(String hook, int open, int closed)
      throws Exception {
    assertThat(
            cdn.send(
                    "PUT",
                    "/v1/functions/endless?timeLimitMs=20",
                    "application/wasm",
                    endless(hook))
                .statusCode())
        .isIn(200, 201);
    route("endless", "");
    var before = failures("deadline");

    assertThat(cdn.get(EDGE, "/images/4.svg").statusCode()).isEqualTo(open);
    route("endless", ", onFunctionFailure: closed");
    assertThat(cdn.get(EDGE, "/images/4.svg").statusCode()).isEqualTo(closed);
    assertThat(cdn.get(EDGE, "/time?" + hook).statusCode()).isEqualTo(closed);

    assertThat(failures("deadline")).isGreaterThanOrEqualTo(before + 3);
  }

  @Test
  void functionThatIsNotThere_isAFailureToo() throws Exception {
    route("nobody", "");
    assertThat(cdn.get(EDGE, "/images/5.svg").statusCode()).isEqualTo(200);
    route("nobody", ", onFunctionFailure: closed");
    assertThat(cdn.get(EDGE, "/images/5.svg").statusCode()).isEqualTo(500);
  }

  private static double failures(String reason) throws Exception {
    var line = "cdn_function_failures_total{reason=\"" + reason + "\"} ";
    return cdn.anybody("GET", "/metrics")
        .body()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
        .sum();
  }
}
