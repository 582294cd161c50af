package dev.whiteboard.cdn.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CappedMemoryTest {
  private final CappedMemory memory = new CappedMemory(new MemoryLimits(1, 100), 3);

  @Test
  void grow_beyondTheCap_isNoGrowth() {
    assertThat(memory.grow(2)).isEqualTo(1);
    assertThat(memory.grow(1)).isEqualTo(-1);
    assertThat(memory.grow(-1)).isEqualTo(-1);
    assertThat(memory.grow(Integer.MAX_VALUE)).isEqualTo(-1);
    assertThat(memory.pages()).isEqualTo(3);
  }

  @Test
  void bulkOperations_onAnInterruptedThread_end() {
    List<ThrowingCallable> operations =
        List.of(
            () -> memory.fill((byte) 1, 0, 8),
            () -> memory.copy(0, 8, 8),
            () -> memory.initPassiveSegment(0, 0, 0, 0),
            () -> memory.grow(1));
    for (var operation : operations) {
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(operation).isInstanceOf(ChicoryInterruptedException.class);
      } finally {
        Thread.interrupted();
      }
    }
  }
}
