package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.presence.Leases.Seen;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrame.Presence.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the users that clients of this node watch. All of it comes from looks at the
 * leases: when somebody begins to watch, when there is a hint, when a lease ends that was seen, and
 * every 30 seconds. From any thread, but {@link #tick}, {@link #away} and {@link #back}.
 */
final class Board {
  /** How long a lost hint goes unnoticed. */
  private static final long LOOK_AGAIN_MS = 30_000;

  /** The store's clock and its way to us. */
  private static final long AFTER_LEASE_MS = 50;

  /** How often it is looked for what is due. */
  private static final int SCAN_TICKS = 10;

  /** Looks of one tick: 5,000 a second. What else is due waits, each user once. */
  private static final int LOOKS_MAX = 500;

  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private final Leases leases;
  private final LongSupplier nowMs;
  private final long graceMs;
  private final Consumer<List<UserId>> changed;
  private final int watchesMax;
  private final AtomicInteger watches = new AtomicInteger();
  private final Map<UserId, Watched> users = new ConcurrentHashMap<>();

  /** Whom to look for. Guarded by itself. */
  private final Set<UserId> due = new LinkedHashSet<>();

  private int ticks;
  private volatile boolean isAway;
  private volatile long backMs = LONG_AGO;

  /** One who is watched. */
  private static final class Watched {
    /** Guarded by its entry in the map. */
    private int watches;

    private volatile ServerFrame.@Nullable Presence shown;
    private volatile long dueMs;
    private boolean looking;
    private boolean again;

    /** False where there is a look under way; it is followed by another, as it may be too early. */
    synchronized boolean beginLook() {
      again = looking;
      var begins = !looking;
      looking = true;
      return begins;
    }

    /** Whether another is to follow. */
    synchronized boolean endLook() {
      looking = false;
      return again;
    }

    /** Whether that is new. */
    synchronized boolean show(ServerFrame.Presence next, long nextDueMs) {
      dueMs = nextDueMs;
      var isNew = !next.equals(shown);
      shown = next;
      return isNew;
    }
  }

  /**
   * Nobody is watched.
   *
   * @param times how long an end is held back after the store has come back
   * @param watchesMax clients times users at most; beyond it nobody is watched
   * @param changed is told whose state has changed, on any thread; must not block
   */
  Board(
      Leases leases,
      PresenceTimes times,
      LongSupplier nowMs,
      int watchesMax,
      Consumer<List<UserId>> changed) {
    this.leases = leases;
    this.nowMs = nowMs;
    this.graceMs = times.grace().toMillis();
    this.watchesMax = watchesMax;
    this.changed = changed;
  }

  /** A client watches the user. False where there is no room for that. */
  boolean watch(UserId user) {
    if (watches.incrementAndGet() > watchesMax) {
      watches.decrementAndGet();
      return false;
    }
    users.compute(
        user,
        (_, known) -> {
          var watched = known == null ? new Watched() : known;
          watched.watches++;
          return watched;
        });
    hint(user);
    return true;
  }

  /** A client watches the user no more. */
  void unwatch(UserId user) {
    watches.decrementAndGet();
    users.computeIfPresent(user, (_, watched) -> --watched.watches == 0 ? null : watched);
  }

  /** What is known; empty until the first look. */
  Optional<ServerFrame.Presence> of(UserId user) {
    if (isAway) {
      return Optional.of(unknown(user));
    }
    var watched = users.get(user);
    return watched == null ? Optional.empty() : Optional.ofNullable(watched.shown);
  }

  /** How many users are watched. */
  int size() {
    return users.size();
  }

  /** Something may have changed. */
  void hint(UserId user) {
    if (users.containsKey(user)) {
      synchronized (due) {
        due.add(user);
      }
    }
  }

  /** Looks for those who are due, as many as there is room for. */
  void tick() {
    if (ticks++ % SCAN_TICKS == 0) {
      scan();
    }
    if (!isAway) {
      takeDue().forEach(this::look);
    }
  }

  private void scan() {
    var now = nowMs.getAsLong();
    users.forEach((user, watched) -> {
      if (watched.dueMs <= now) {
        hint(user);
      }
    });
  }

  private List<UserId> takeDue() {
    var taken = new ArrayList<UserId>();
    synchronized (due) {
      var users = due.iterator();
      while (users.hasNext() && taken.size() < LOOKS_MAX) {
        taken.add(users.next());
        users.remove();
      }
    }
    return taken;
  }

  private void look(UserId user) {
    var watched = users.get(user);
    if (watched != null && watched.beginLook()) {
      var _ = leases.look(user).whenComplete((seen, _) -> looked(user, watched, seen));
    }
  }

  private void looked(UserId user, Watched watched, @Nullable Seen seen) {
    var now = nowMs.getAsLong();
    var found = seen == null || isAway ? null : shown(user, seen, now);
    if (watched.endLook()) {
      hint(user);
    }
    if (found != null && watched.show(found, dueMs(found, seen, now))) {
      changed.accept(List.of(user));
    }
  }

  /** A store that has just come back may have lost leases that are renewed soon. */
  private ServerFrame.Presence shown(UserId user, Seen seen, long now) {
    if (seen.online()) {
      return new ServerFrame.Presence(user, State.ONLINE, seen.since());
    }
    return now - backMs < graceMs
        ? unknown(user)
        : new ServerFrame.Presence(user, State.OFFLINE, seen.since());
  }

  private long dueMs(ServerFrame.Presence found, Seen seen, long now) {
    return switch (found.state()) {
      case ONLINE -> now + Math.min(LOOK_AGAIN_MS, seen.sureMs() + AFTER_LEASE_MS);
      case OFFLINE -> now + LOOK_AGAIN_MS;
      case UNKNOWN -> backMs + graceMs;
    };
  }

  /** What is shown where nobody can tell, or may. */
  static ServerFrame.Presence unknown(UserId user) {
    return new ServerFrame.Presence(user, State.UNKNOWN, Optional.empty());
  }

  /** The store is away: nobody knows anything. */
  void away() {
    isAway = true;
    var all = new ArrayList<UserId>();
    users.forEach((user, watched) -> {
      if (watched.show(unknown(user), 0)) {
        all.add(user);
      }
    });
    changed.accept(all);
  }

  /** The store is back. */
  void back() {
    backMs = nowMs.getAsLong();
    isAway = false;
    synchronized (due) {
      due.addAll(users.keySet());
    }
  }
}
