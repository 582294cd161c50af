package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Making many links in one request. */
class BulkIT extends OnNodes {
  private static final String BULK = "/api/v1/links/bulk";

  private TestNode node;
  private String key;

  @BeforeAll
  void start(TestStack stack) throws Exception {
    node = startNode(stack);
    key = node.newKey("test");
  }

  @Test
  void bulk_goodAndBadLines_areAnsweredLineForLine() {
    var lines =
        List.of(
            "{\"url\":\"https://example.com/1\",\"alias\":\"bulk-one\",\"maxVisits\":2}",
            "",
            "nonsense",
            "{\"url\":\"ftp://example.com\"}",
            "{\"url\":\"https://example.com/" + "a".repeat(20_000) + "\"}",
            "{\"url\":\"https://example.com/2\",\"alias\":\"bulk-one\"}",
            "{\"url\":\"https://example.com/3\",\"tags\":[\"a \\\"quote\\\"\",\"b\\\\\",\"{c}\"]}");

    var answers = answers(String.join("\n", lines));

    assertThat(answers.stream().map(line -> line.getInteger("status", 201)))
        .containsExactly(201, 400, 400, 400, 413, 409, 201);
    assertThat(answers.get(0).getString("code")).isEqualTo("bulk-one");
    assertThat(answers.get(3).getJsonArray("errors").getJsonObject(0).getString("field"))
        .isEqualTo("url");
    assertThat(answers.get(1).getString("type")).isNotBlank();
    assertThat(answers.get(6).getJsonArray("tags"))
        .isEqualTo(new JsonArray().add("a \"quote\"").add("b\\").add("{c}"));
    assertThat(answers.get(6).containsKey("manageToken")).isFalse();
    var read = node.get(path(answers.get(6)), "Authorization", "Bearer " + key);
    assertThat(new JsonObject(read.body())).isEqualTo(answers.get(6));
    assertThat(node.get("/bulk-one").statusCode()).isEqualTo(302);
    assertThat(node.get("/bulk-one").statusCode()).isEqualTo(302);
    assertThat(node.get("/bulk-one").statusCode()).isEqualTo(410);
  }

  @Test
  void bulk_sameAliasManyTimes_isOneLink() {
    var answers =
        answers("{\"url\":\"https://example.com/\",\"alias\":\"bulk-same\"}\n".repeat(500));

    assertThat(answers.getFirst().getString("code")).isEqualTo("bulk-same");
    assertThat(answers.subList(1, 500))
        .allSatisfy(line -> assertThat(line.getInteger("status")).isEqualTo(409));
  }

  /** Sent whole before the first byte of the answer is read, as this client does. */
  @Test
  void bulk_twentyThousandLines_areAllMadeInOrder() {
    var lines =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"url\":\"https://example.com/" + i + "\"}\n")
            .collect(Collectors.joining());
    var before = node.metric("shortener_links_created_total", "");

    var answers = answers(lines);

    var codes = new HashSet<String>();
    for (var i = 0; i < 20_000; i++) {
      assertThat(answers.get(i).getString("url")).isEqualTo("https://example.com/" + i);
      codes.add(answers.get(i).getString("code"));
    }
    assertThat(codes).hasSize(20_000);
    assertThat(node.metric("shortener_links_created_total", "")).isEqualTo(before + 20_000);
  }

  @Test
  void bulk_withoutAKey_is401_andAsPlainJson415() {
    var withToken = node.shorten("https://example.com/").getString("manageToken");

    assertThat(node.post(BULK, "{}").statusCode()).isEqualTo(401);
    assertThat(node.bulk("wbk_nonsense", "{}").statusCode()).isEqualTo(401);
    assertThat(node.bulk(withToken, "{}").statusCode()).isEqualTo(401);
    assertThat(node.post(BULK, "{}", "Authorization", "Bearer " + key).statusCode()).isEqualTo(415);
    assertThat(node.get(BULK, "Authorization", "Bearer " + key).statusCode()).isNotEqualTo(200);
  }

  private List<JsonObject> answers(String lines) {
    var answer = node.bulk(key, lines);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    return answer.body().lines().map(JsonObject::new).toList();
  }

  private static String path(JsonObject link) {
    return "/api/v1/links/" + link.getString("code");
  }
}
