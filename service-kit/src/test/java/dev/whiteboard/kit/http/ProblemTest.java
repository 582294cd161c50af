package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.http.Problem.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProblemTest {
  @Test
  void toJson_plain_hasTheMembersOfRfc9457() {
    var json = Problem.of(409, "Alias taken", "Another link has it.").toJson("/links", "id-1");

    assertThat(json)
        .isEqualTo(
            new JsonObject()
                .put("type", "urn:whiteboard:problem:alias-taken")
                .put("title", "Alias taken")
                .put("status", 409)
                .put("detail", "Another link has it.")
                .put("instance", "/links")
                .put("requestId", "id-1"));
  }

  @Test
  void toJson_badFields_namesEach() {
    var errors = List.of(new FieldError("a", "is missing"), new FieldError("b", "is blank"));

    assertThat(Problem.badFields(errors).toJson("/", "id").getJsonArray("errors"))
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("field", "a").put("detail", "is missing"))
                .add(new JsonObject().put("field", "b").put("detail", "is blank")));
  }

  @Test
  void toReply_isAProblemThatNoCacheKeeps() {
    var reply = Problem.notFound("Nothing is here.").toReply("/x", "id");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.headers())
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("Cache-Control", "no-store")
        .doesNotContainKeys("Retry-After", "WWW-Authenticate");
    assertThat(reply.body().toJsonObject().getString("instance")).isEqualTo("/x");
  }

  @Test
  void toReply_401_asksForABearerToken() {
    assertThat(Problem.of(401, "Not authenticated", "").toReply("/", "id").headers())
        .containsEntry("WWW-Authenticate", "Bearer");
  }

  /** Who comes a moment too early would be refused again. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "90000, 90"})
  void toReply_retryAfter_isInWholeSecondsRoundedUp(long millis, String seconds) {
    var problem = Problem.unavailable(Duration.ofMillis(millis));

    assertThat(problem.toReply("/", "id").headers()).containsEntry("Retry-After", seconds);
  }
}
