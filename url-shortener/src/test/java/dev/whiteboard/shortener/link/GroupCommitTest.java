package dev.whiteboard.shortener.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {
  private final GroupCommit<Integer, Integer> halves =
      new GroupCommit<>("half", GroupCommitTest::halve);

  @AfterEach
  void close() {
    halves.close();
  }

  /** And the writers go on. */
  @Test
  void keep_commitFails_failsWithItsReason_andTheNextIsKept() {
    for (var i = 0; i < 10; i++) {
      assertThatThrownBy(() -> halves.keep(3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("3 is odd");
      assertThat(halves.keep(4)).isEqualTo(2);
    }
  }

  private static List<Integer> halve(List<Integer> batch) {
    return batch.stream().map(GroupCommitTest::half).toList();
  }

  private static int half(int number) {
    if (number % 2 != 0) {
      throw new IllegalArgumentException(number + " is odd");
    }
    return number / 2;
  }
}
