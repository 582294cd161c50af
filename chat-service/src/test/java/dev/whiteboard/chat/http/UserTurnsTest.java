package dev.whiteboard.chat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.ProblemException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class UserTurnsTest {
  private static final UserId ADA = new UserId(new UUID(0, 1));
  private static final UserId BOB = new UserId(new UUID(0, 2));

  private final UserTurns turns = new UserTurns(2, Problem.of(429, "Too many", "Fewer at once."));

  @Test
  void take_whileAllOfAUserAreTaken_refusesHim_andNobodyElse() {
    var done = turns.take(ADA, () -> turns.take(ADA, this::oneMoreOfEach));

    assertThat(done).isEqualTo("bob's");
    assertThat(turns.take(ADA, () -> "again")).isEqualTo("again");
  }

  private String oneMoreOfEach() {
    assertThatThrownBy(() -> turns.take(ADA, () -> "a third")).isInstanceOf(ProblemException.class);
    return turns.take(BOB, () -> "bob's");
  }

  @Test
  void take_ofWorkThatFails_isGivenBack() {
    for (var i = 0; i < 3; i++) {
      assertThatThrownBy(() -> turns.take(ADA, UserTurnsTest::fail))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static String fail() {
    throw new IllegalStateException("as it happens");
  }
}
