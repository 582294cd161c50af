package dev.whiteboard.kit.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.store.StoreAwayException;
import org.junit.jupiter.api.Test;

final class CallShareTest {
  private final CallShare share = new CallShare(2);

  @Test
  void call_beyondTheShare_isRefused_andTakenAgainThen() {
    var refused = share.call(() -> share.call(() -> isRefused(share)));

    assertThat(refused).isTrue();
    assertThat(isRefused(share)).isFalse();
  }

  @Test
  void call_thatFails_givesBackItsOwn() {
    for (var i = 0; i < 5; i++) {
      assertThatThrownBy(() ->
              share.call(() -> {
                throw new StoreAwayException("away");
              }))
          .hasMessage("away");
    }
  }

  private static boolean isRefused(CallShare share) {
    try {
      return share.call(() -> false);
    } catch (StoreAwayException e) {
      return true;
    }
  }
}
