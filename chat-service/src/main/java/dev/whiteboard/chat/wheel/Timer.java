package dev.whiteboard.chat.wheel;

import org.jspecify.annotations.Nullable;

/**
 * Something to be done at a time, once; its owner keeps it and schedules it again and again.
 *
 * <p>It is a link of the wheel's list itself, so that scheduling allocates nothing: 32 bytes are
 * all that a timer ever takes.
 */
public final class Timer {
  private final Due due;

  /** Null while it is not scheduled. */
  private @Nullable Timer next;

  private @Nullable Timer previous;

  /** When it is due, in ticks of its wheel. */
  long tick;

  /** What a timer does. */
  @FunctionalInterface
  public interface Due {
    /**
     * Called on the wheel's thread; may schedule and cancel this and all other timers.
     *
     * @param nowMs the time that the wheel was told
     */
    void run(long nowMs);
  }

  /** A timer that is not scheduled yet. */
  public Timer(Due due) {
    this.due = due;
  }

  /** Whether it is to run at some time. */
  public boolean isScheduled() {
    return next != null;
  }

  /** The head of a list: a ring of one. */
  static Timer ring() {
    var head = new Timer(_ -> {});
    head.next = head;
    head.previous = head;
    return head;
  }

  /** The first behind this head; null where there is none. */
  @Nullable Timer first() {
    return next == this ? null : next;
  }

  /** The one behind it in this head's list; null at the end. */
  @Nullable Timer after(Timer timer) {
    return timer.next == this ? null : timer.next;
  }

  /** Puts a timer, which must be in no list, at the end of this head's list. */
  void add(Timer timer) {
    var last = previous;
    if (last == null) {
      throw new IllegalStateException("not the head of a list");
    }
    timer.previous = last;
    timer.next = this;
    last.next = timer;
    previous = timer;
  }

  /** Takes it out of its list, if it is in one. */
  void unlink() {
    if (next != null && previous != null) {
      previous.next = next;
      next.previous = previous;
      next = null;
      previous = null;
    }
  }

  void run(long nowMs) {
    due.run(nowMs);
  }
}
