package dev.whiteboard.chat.wheel;

/**
 * A hashed timing wheel: schedules, moves and cancels a timer in the same few steps, however many
 * there are. A timer never runs early, and at most a tick and the owner's own delay late.
 */
public final class TimingWheel {
  /*
   * Why no heap: Netty's and the JDK's schedulers keep timers in a binary heap. With 20,000
   * connections, each of which moves its deadline with every frame, that is 14 comparisons all
   * over the heap for each frame, and an object for each schedule.
   *
   * Scheme 6 of Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987: time goes
   * in ticks, a ring has a slot for each, a timer hangs in slot (tick mod slots).
   *
   *   tick 17 of 8 slots        slot 0   1   2   3   4   5   6   7
   *                                      │
   *                                      17 ─ 25 ─ 33      25 and 33 wait for rounds to come
   *
   * Where it leaves the paper: a timer keeps its tick and not the rounds that are left, so that
   * waiting for a round writes nothing, and a thread that slept for a while has not to go round
   * the ring for each one it missed.
   *
   * Cost: a tick looks at timers / slots. With 512 slots of 100 ms, a round takes 51.2 s; 20,000
   * timers of 25 s make 39 looks a tick, all of them due or close. Timers a round or more away are
   * looked at once a round.
   */

  private static final int SLOTS_MAX = 1 << 16;

  private final Timer[] slots;
  private final Timer due = Timer.ring();
  private final int tickMs;
  private long tick;
  private int size;

  /**
   * An empty wheel.
   *
   * @param slots how many ticks a round has; a power of two
   * @param tickMs how exact it is
   * @param nowMs the time at which it begins, on any clock that only goes forward
   */
  public TimingWheel(int slots, int tickMs, long nowMs) {
    if (slots < 2 || slots > SLOTS_MAX || Integer.bitCount(slots) != 1) {
      throw new IllegalArgumentException("slots must be a power of two, but is " + slots);
    }
    if (tickMs < 1) {
      throw new IllegalArgumentException("tickMs must be positive, but is " + tickMs);
    }
    this.slots = new Timer[slots];
    for (var i = 0; i < slots; i++) {
      this.slots[i] = Timer.ring();
    }
    this.tickMs = tickMs;
    this.tick = Math.floorDiv(nowMs, tickMs);
  }

  /**
   * Has the timer run at the first {@link #advance} that reaches the time; one that was scheduled
   * already is moved. A time that has passed means the next tick.
   *
   * @param atMs when, on the clock that {@code advance} is told
   */
  public void schedule(Timer timer, long atMs) {
    cancel(timer);
    timer.tick = Math.max(tick + 1, Math.ceilDiv(atMs, tickMs));
    slot(timer.tick).add(timer);
    size++;
  }

  /** Has the timer not run; harmless where it is not scheduled. */
  public void cancel(Timer timer) {
    if (timer.isScheduled()) {
      timer.unlink();
      size--;
    }
  }

  /**
   * Runs what is due by now. Timers of an earlier tick run first, unless more than a round has
   * passed since the last call. Where one throws, those behind it run at the next call.
   *
   * @param nowMs the time; one before the last call's does nothing
   * @return how many ran
   */
  public int advance(long nowMs) {
    var now = Math.floorDiv(nowMs, tickMs);
    if (now > tick) {
      collect(now);
    }
    return run(nowMs);
  }

  /** How many timers are scheduled. */
  public int size() {
    return size;
  }

  /** After a long pause each slot is looked at once, not once for each round that was missed. */
  private void collect(long now) {
    var from = Math.max(tick + 1, now - slots.length + 1);
    tick = now;
    for (var at = from; at <= now; at++) {
      collect(slot(at), now);
    }
  }

  private void collect(Timer slot, long now) {
    var timer = slot.first();
    while (timer != null) {
      var next = slot.after(timer);
      if (timer.tick <= now) {
        timer.unlink();
        due.add(timer);
      }
      timer = next;
    }
  }

  private int run(long nowMs) {
    var ran = 0;
    for (var timer = due.first(); timer != null; timer = due.first()) {
      cancel(timer);
      timer.run(nowMs);
      ran++;
    }
    return ran;
  }

  private Timer slot(long at) {
    return slots[(int) (at & (slots.length - 1))];
  }
}
