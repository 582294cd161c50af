package dev.whiteboard.shortener.click;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ReplayWindowTest {
  @Test
  void has_theExampleOfTheDrawing_isTold() {
    var window = ReplayWindow.EMPTY.with(70);

    assertThat(window.has(70)).isTrue();
    assertThat(window.has(68)).isFalse();
    assertThat(window.with(68).has(68)).isTrue();
    assertThat(window.has(7)).isFalse();
    assertThat(window.has(6)).isTrue();
    assertThat(window.has(71)).isFalse();
  }

  @Test
  void with_whatItHas_changesNothing() {
    var window = ReplayWindow.EMPTY.with(1).with(3);

    assertThat(window.with(3)).isEqualTo(window);
    assertThat(window.with(1)).isEqualTo(window);
  }

  /**
   * A sender with 64 on their way, who gives up now and then and begins again at the first that is
   * not acknowledged; what it gave up arrives in part, in any order. Each is new exactly once.
   */
  @Property(tries = 200)
  void has_senderWithSixtyFourOnTheirWay_isNewOnceForEach(@ForAll long seed) {
    var random = new Random(seed);
    var arrived = arrivals(random, 500);
    var window = ReplayWindow.EMPTY;
    var taken = new ArrayList<Long>();
    for (var sequence : arrived) {
      if (!window.has(sequence)) {
        taken.add(sequence);
        window = window.with(sequence);
      }
    }

    assertThat(taken).doesNotHaveDuplicates();
    assertThat(new HashSet<>(taken)).isEqualTo(new HashSet<>(arrived)).hasSize(500);
  }

  private static List<Long> arrivals(Random random, int batches) {
    var log = new ArrayList<Long>();
    var acknowledged = 0L;
    while (acknowledged < batches) {
      var sent = new ArrayDeque<Long>();
      for (var n = acknowledged + 1; n <= Math.min(batches, acknowledged + 64); n++) {
        sent.add(n);
      }
      var lost = random.nextInt(sent.size() + 1);
      for (var sequence : sent) {
        if (random.nextInt(20) > 0) {
          log.add(sequence);
        } else {
          lost = Math.min(lost, (int) (sequence - acknowledged - 1));
        }
      }
      acknowledged += lost;
    }
    return log;
  }
}
