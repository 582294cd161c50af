package dev.whiteboard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules over HTTP and from a file, on nodes that run. */
@NeedsStack(Server.REDIS)
final class RulesIT {
  private static final String YAML = "application/yaml";
  private static final String JSON = "application/json";

  /** On all nodes within a second, on a machine that has nothing else to do. */
  private static final Duration ELSEWHERE_WITHIN = Duration.ofSeconds(5);

  private static final Duration READ_WITHIN = Duration.ofSeconds(30);

  private static TestNode one;
  private static TestNode other;
  private static TestNode filed;
  private static Path file;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    file = Files.writeString(folder.resolve("rules.yaml"), rules("filed", 7));
    one = node(stack, "", Map.of());
    other = node(stack, "", Map.of());
    filed = node(stack, "filed:", Map.of("RATELIMIT_RULES_FILE", file.toString()));
  }

  private static TestNode node(TestStack stack, String prefix, Map<String, String> more)
      throws Exception {
    var settings = new HashMap<>(more);
    settings.put("RATELIMIT_REDIS_PREFIX", stack.redisKeyPrefix() + prefix);
    return TestNode.start(stack.redisUrl(), settings);
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    filed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {YAML, "application/x-yaml", "text/yaml; charset=utf-8"})
  void put_yaml_holdsAtOnce(String mediaType) {
    var answer = one.putRules(mediaType, rules("yaml", 3), YAML);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(type(answer)).isEqualTo(YAML);
    assertThat(answer.body()).isEqualTo(one.admin("GET", "/v1/rules", YAML).body());
    assertThat(limitOf(one, "yaml")).isEqualTo(3);
  }

  @Test
  void put_json_isReadBackAsEither() {
    var answer = one.putRules(JSON, jsonRules("json", 4));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(limitOf(one, "json")).isEqualTo(4);
    var told = one.admin("GET", "/v1/rules", JSON);
    assertThat(type(told)).isEqualTo(JSON);
    assertThat(told.headers().firstValue("Vary")).hasValue("Accept");
    var rule = new JsonObject(told.body()).getJsonArray("rules").getJsonObject(0);
    assertThat(rule.getString("name")).isEqualTo("json");
    var yaml = one.admin("GET", "/v1/rules", YAML).body();
    assertThat(yaml).contains("name: json", "limit: 4");
    assertThat(one.putRules(YAML, yaml, JSON).body()).isEqualTo(told.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*|application/json",
        "application/*|application/json",
        "text/yaml|application/yaml",
        "application/json;q=0.1, application/yaml;q=0.9|application/yaml",
        "application/yaml;q=0.1, application/json;q=0.9|application/json",
        "application/json;q=0, */*|application/yaml",
        "text/html, application/yaml;q=0.2|application/yaml",
      })
  void get_accept_isTheFormThatIsWantedMost(String accept, String mediaType) {
    var answer = one.admin("GET", "/v1/rules", accept);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(type(answer)).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json;q=0"})
  void get_acceptsNeither_is406(String accept) {
    assertThat(one.admin("GET", "/v1/rules", accept).statusCode()).isEqualTo(406);
  }

  @Test
  void put_otherMediaType_is415_tooLong_is413_noText_is400() {
    assertThat(one.putRules("text/plain", rules("x", 1), JSON).statusCode()).isEqualTo(415);
    assertThat(one.putRules(YAML, "#".repeat(2 * 1024 * 1024 + 1)).statusCode()).isEqualTo(413);
    assertThat(one.putRules(YAML, "").statusCode()).isIn(200, 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void rules_withoutTheAdminKey_areRefused(String method) {
    var none = one.send(method, "/v1/rules");
    var wrong = one.send(method, "/v1/rules", "Authorization", "Bearer " + "x".repeat(22));
    var basic = one.send(method, "/v1/rules", "Authorization", "Basic eDp5");

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(type(none)).isEqualTo("application/problem+json");
    assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(basic.statusCode()).isEqualTo(401);
  }

  @Test
  void put_oneBadRule_isRefusedWhole_andTheOldRulesStay() {
    one.putRules(YAML, rules("before", 5));

    var answer =
        one.putRules(
            YAML,
            """
            rules:
              - { name: good, domain: rules, match: { good: "*" }, algorithm: gcra, limit: 3, per: 1h }
              - name: bad
                domain: rules
                algorithm: gcra
                limit: many
                per: 1h
              - { name: worse, domain: rules, algorithm: none, limit: 3, per: 1h }
            """);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("application/problem+json");
    var errors = new JsonObject(answer.body()).getJsonArray("errors");
    assertThat(errors.size()).isEqualTo(2);
    var first = errors.getJsonObject(0);
    assertThat(first.getString("field")).isEqualTo("rules[1].limit");
    assertThat(first.getInteger("line")).isEqualTo(6);
    assertThat(first.getInteger("column")).isEqualTo(12);
    assertThat(first.getString("detail")).contains("line 6");
    assertThat(errors.getJsonObject(1).getString("field")).isEqualTo("rules[2].algorithm");
    assertThat(limitOf(one, "before")).isEqualTo(5);
    assertThat(limitOf(one, "good")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules: [", "{\"rules\": [}", "rules: &a [*a]", "- !!java.net.URL [x]"})
  void put_noDocument_isRefusedWithItsLine(String text) {
    one.putRules(YAML, rules("before", 6));

    var answer = one.putRules(YAML, text);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getJsonArray("errors").getJsonObject(0).fieldNames())
        .contains("field", "line", "column", "detail");
    assertThat(limitOf(one, "before")).isEqualTo(6);
  }

  @Test
  void put_onOneNode_holdsOnTheOther() {
    one.putRules(YAML, rules("everywhere", 8));
    await()
        .atMost(ELSEWHERE_WITHIN)
        .until(() -> Long.valueOf(8).equals(limitOf(other, "everywhere")));

    other.putRules(JSON, jsonRules("back", 9));
    await().atMost(ELSEWHERE_WITHIN).until(() -> Long.valueOf(9).equals(limitOf(one, "back")));
    assertThat(limitOf(one, "everywhere")).isNull();
    assertThat(one.admin("GET", "/v1/rules").body())
        .isEqualTo(other.admin("GET", "/v1/rules").body());
  }

  @Test
  void file_changed_isTakenByTheRunningNode_andABadOneIsNot() throws IOException {
    assertThat(limitOf(filed, "filed")).isEqualTo(7);

    Files.writeString(file, rules("anew", 11));
    await().atMost(READ_WITHIN).until(() -> Long.valueOf(11).equals(limitOf(filed, "anew")));
    assertThat(limitOf(filed, "filed")).isNull();

    Files.writeString(file, "rules: [{ name: bad }]");
    filed.putRules(YAML, rules("put", 12));
    assertThat(limitOf(filed, "put")).isEqualTo(12);
    Files.writeString(file, rules("last", 13));
    await().atMost(READ_WITHIN).until(() -> Long.valueOf(13).equals(limitOf(filed, "last")));
  }

  private static String rules(String name, long limit) {
    return """
    # with a comment
    rules:
      - { name: %s, domain: rules, match: { %s: "*" }, algorithm: gcra, limit: %d, per: 1h, store: local }
    """
        .formatted(name, name, limit);
  }

  private static String jsonRules(String name, long limit) {
    var rule =
        new JsonObject()
            .put("name", name)
            .put("domain", "rules")
            .put("match", new JsonObject().put(name, "*"))
            .put("algorithm", "token-bucket")
            .put("limit", limit)
            .put("per", "1h")
            .put("store", "local");
    return new JsonObject().put("rules", new JsonArray().add(rule)).encode();
  }

  /** Null where no rule of this name holds. */
  private static @Nullable Long limitOf(TestNode node, String rule) {
    var answer = node.check("rules", rule, UUID.randomUUID().toString());
    return new JsonObject(answer.body()).getLong("limit");
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElseThrow();
  }
}
