package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.hash.Hashing;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class JumpTest extends PlacementContract {
  @Override
  Placement place(List<Member> members) {
    return Jump.of(members);
  }

  @Override
  double largestPartMax() {
    return 1.06;
  }

  @Override
  double smallestPartMin() {
    return 0.94;
  }

  @Test
  void jump_agreesWithGuava() {
    var random = new SplittableRandom(7);
    for (var i = 0; i < 500_000; i++) {
      var hash = random.nextLong();
      var count = random.nextInt(1, 10_000);
      assertThat(Jump.jump(hash, count) == Hashing.consistentHash(hash, count))
          .as("%d of %d", hash, count)
          .isTrue();
    }
  }

  @Test
  void of_unevenWeights_isRefused() {
    var uneven = List.of(new Member("a", 1), new Member("b", 2));
    assertThatIllegalArgumentException().isThrownBy(() -> Jump.of(uneven));
  }

  @Test
  void nodes_areInTheirOwnOrder() {
    assertThat(Jump.of(Member.all(List.of("b", "a"))).nodes()).containsExactly("b", "a");
  }
}
