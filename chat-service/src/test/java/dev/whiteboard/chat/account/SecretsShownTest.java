package dev.whiteboard.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What ends up in a log by mistake must hold no secret. */
final class SecretsShownTest {
  @Test
  void toString_whatHoldsSecrets_showsNone() {
    var refresh = RefreshToken.create(new SecureRandom());
    var id = new UUID(1, 2);
    var caller = new Caller(new UserId(id), new DeviceId(id), new SessionId(id), Instant.EPOCH);
    var signedIn = new SignedIn(new Tokens.Issued("the.token.itself", caller), refresh.text());

    assertThat(Password.of("hunter2hunter2").toString()).doesNotContain("hunter2");
    assertThat(refresh.toString()).doesNotContain(refresh.rest()).doesNotContain(refresh.family());
    assertThat(signedIn.toString())
        .doesNotContain(refresh.text())
        .doesNotContain("the.token.itself");
    assertThat(signedIn.issued().toString()).doesNotContain("the.token.itself");
  }
}
