package dev.whiteboard.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosersTest {
  private final List<String> closed = new ArrayList<>();
  private final Closers closers = new Closers();

  @Test
  void close_several_latestFirst() {
    closers.add(closing("a"));
    closers.add(closing("b"));
    closers.add(closing("c"));

    closers.close();

    assertThat(closed).containsExactly("c", "b", "a");
  }

  @Test
  void add_handsItBack() {
    var resource = closing("a");

    assertThat(closers.add(resource)).isSameAs(resource);
  }

  @Test
  void close_oneFails_theRestIsClosed() {
    closers.add(closing("a"));
    closers.add(() -> {
      throw new IOException("on purpose");
    });
    closers.add(closing("b"));
    closers.add(() -> {
      throw new NoClassDefFoundError("on purpose");
    });

    closers.close();

    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void close_interruptedInOne_theRestIsClosedAndTheInterruptKept() {
    closers.add(closing("a"));
    closers.add(() -> {
      throw new InterruptedException();
    });

    closers.close();

    assertThat(closed).containsExactly("a");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void close_twice_closesOnce() {
    closers.add(closing("a"));

    closers.close();
    closers.close();

    assertThat(closed).containsExactly("a");
  }

  private AutoCloseable closing(String name) {
    return () -> closed.add(name);
  }
}
