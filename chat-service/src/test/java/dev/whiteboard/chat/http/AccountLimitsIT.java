package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.PASSWORD;
import static dev.whiteboard.chat.http.TestChat.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.http.TestChat.Answer;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What happens past the limits. Each test comes from an address of its own, through a proxy; the
 * limits are so low that none of their permits comes back while the test runs.
 */
@NeedsStack(Server.POSTGRES)
final class AccountLimitsIT {
  private static TestChat node;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node =
        TestChat.start(
            stack.databaseUrl(),
            InstantSource.system(),
            "CHAT_SIGNUPS_PER_MINUTE",
            "3",
            "CHAT_SIGNINS_PER_MINUTE",
            "4",
            "CHAT_NAME_TRIES_PER_MINUTE",
            "2");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void signUp_pastTheLimit_is429ForThisAddressAlone() {
    for (var i = 1; i <= 3; i++) {
      signUp("192.0.2.1", "many" + i).expect(201);
    }

    assertRefused(signUp("192.0.2.1", "many4"));
    signUp("192.0.2.2", "many4").expect(201);
  }

  @Test
  void signIn_pastTheLimitOfAnAddress_is429_alsoForRefreshing() {
    signUp("192.0.2.3", "guest").expect(201);
    for (var i = 1; i <= 4; i++) {
      signIn("192.0.2.3", "guest", PASSWORD).expect(200);
    }

    assertRefused(signIn("192.0.2.3", "guest", PASSWORD));
    signIn("192.0.2.4", "guest", PASSWORD).expect(200);
    for (var i = 1; i <= 4; i++) {
      assertThat(refresh("192.0.2.5").status()).isEqualTo(401);
    }
    assertRefused(refresh("192.0.2.5"));
  }

  @Test
  void signIn_wrongPasswordsForAName_are429FromEveryAddress_andOthersGoOn() {
    signUp("192.0.2.6", "target").expect(201);
    assertThat(signIn("192.0.2.7", "target", "wrong guess").status()).isEqualTo(401);
    for (var i = 1; i <= 3; i++) {
      signIn("192.0.2.6", "TARGET", PASSWORD).expect(200); // which costs no try
    }
    assertThat(signIn("192.0.2.8", "Target", "wrong guess").status()).isEqualTo(401);

    assertRefused(signIn("192.0.2.9", "target", "wrong guess"));
    assertRefused(signIn("192.0.2.6", "target", PASSWORD));
    assertThat(signIn("192.0.2.9", "nobody", "wrong guess").status()).isEqualTo(401);
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.response().headers().firstValueAsLong("Retry-After").orElse(0))
        .isBetween(1L, 60L);
    assertThat(answer.json().getString("title")).isEqualTo("Quota exceeded");
  }

  private static Answer signUp(String address, String name) {
    return post("/api/v1/users", address, credentials(name, PASSWORD));
  }

  private static Answer signIn(String address, String name, String password) {
    return post("/api/v1/sessions", address, credentials(name, password));
  }

  private static Answer refresh(String address) {
    return post(
        "/api/v1/sessions/refresh", address, new JsonObject().put("refreshToken", "unknown"));
  }

  private static Answer post(String path, String address, JsonObject body) {
    return node.send("POST", path, null, body, "X-Forwarded-For", address);
  }
}
