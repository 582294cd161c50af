package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.junit.NeedsStack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left while PostgreSQL is away, and that all is there again when it is back. */
@NeedsStack({})
final class AccountOutageIT {
  private static final Duration BACK_MAX = Duration.ofSeconds(30);

  @Test
  void databaseAway_tokensAreStillKnown_andTheRestIs503UntilItIsBack(@TempDir Path folder)
      throws Exception {
    try (var postgres = EmbeddedPostgres.start(folder);
        var node = TestChat.start(postgres.url(), InstantSource.system())) {
      var ada = node.join("ada");
      var chat = node.group(ada);
      postgres.stop();

      assertThat(node.tokens.authenticate(ada.token())).isPresent();
      var away = node.get("/api/v1/chats/" + chat, ada.token());
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.header("Retry-After")).isEqualTo("2");
      assertThat(node.signIn("ada", PASSWORD).status()).isEqualTo(503);
      assertThat(node.delete("/api/v1/sessions/current", ada.token()).status()).isEqualTo(503);
      assertThat(node.get("/api/v1/users/me", "nonsense").status()).isEqualTo(401);

      postgres.restart();

      await()
          .atMost(BACK_MAX)
          .until(() -> node.get("/api/v1/chats/" + chat, ada.token()).status() == 200);
      assertThat(node.signIn("ada", PASSWORD).status()).isEqualTo(200);
    }
  }
}
