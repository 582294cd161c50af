package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.Fields;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what comes for a client until the head of the answer is known. A {@link Carrier} goes
 * no further ahead than ever, so that is all that is held. On the client's loop.
 */
final class Held implements Carrier.Taker {
  private final Carrier.Taker inner;
  private final List<Runnable> held = new ArrayList<>(4);
  private boolean isOpen;

  Held(Carrier.Taker inner) {
    this.inner = inner;
  }

  /** The head is written. */
  void open() {
    isOpen = true;
    held.forEach(Runnable::run);
    held.clear();
  }

  @Override
  public void write(Buffer chunk, Runnable taken) {
    pass(() -> inner.write(chunk, taken));
  }

  @Override
  public void end(Fields trailers) {
    pass(() -> inner.end(trailers));
  }

  @Override
  public void fail(Throwable failure) {
    pass(() -> inner.fail(failure));
  }

  private void pass(Runnable step) {
    if (isOpen) {
      step.run();
    } else {
      held.add(step);
    }
  }
}
