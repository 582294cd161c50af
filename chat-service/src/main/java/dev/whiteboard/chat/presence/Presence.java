package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.session.Watching;
import dev.whiteboard.kit.store.StoreAwayException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients who is there. While the leases' store is away that is {@code unknown}, told once,
 * and the truth when it is back.
 */
public final class Presence implements Watching, Consumer<NodeNews.Presence>, AutoCloseable {
  private static final long TICK_MS = 100;

  /** Once a second it is asked for a sign of life. */
  private static final int PING_TICKS = 10;

  /** An answer may be late once. */
  private static final int PINGS_LOST_MAX = 2;

  /** How long somebody is shown to one whom he shares no chat with any more. */
  private static final long CHECK_AGAIN_MS = 60_000;

  /** Where nobody could tell whom a client may see. */
  private static final long CHECK_SOON_MS = 3_000;

  /** Users that one hint to the other nodes tells of: 10,000 a second. */
  private static final int TOLD_MAX = 1_000;

  /** Who finds no room is found by the others' next look. */
  private static final int UNTOLD_MAX = 50_000;

  private static final Logger log = LoggerFactory.getLogger(Presence.class);

  private final Parts parts;
  private final HereUsers here;
  private final Board board;
  private final Map<Executor, LoopViews> loops = new ConcurrentHashMap<>();

  /** Who came or went, and the other nodes don't know. Guarded by itself. */
  private final Set<UserId> untold = new LinkedHashSet<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private int ticks;
  private int pingsLost;

  /**
   * What it takes.
   *
   * @param leases who is there
   * @param access who may see whom
   * @param others tells the other nodes who came or went; must not block
   * @param threads where what blocks runs; refuses where too much is under way
   * @param nowMs a clock that only goes forward
   * @param times how long what lasts
   * @param watchesMax clients times users that they watch, on this node
   * @param meters what is counted
   */
  public record Parts(
      Leases leases,
      Access access,
      Consumer<Set<UserId>> others,
      Executor threads,
      LongSupplier nowMs,
      PresenceTimes times,
      int watchesMax,
      PresenceMeters meters) {}

  /** Tells who may see whether who is there. */
  @FunctionalInterface
  public interface Access {
    /**
     * Those of some users that one may see. Blocks.
     *
     * @throws StoreAwayException where that can't be told now
     */
    Set<UserId> visibleTo(UserId watcher, Collection<UserId> users);
  }

  /** Time stands still for it: {@link #tick} is for the caller. */
  Presence(Parts parts) {
    this.parts = parts;
    this.here = new HereUsers(parts.leases, parts.times, parts.nowMs, this::cameOrWent);
    this.board = new Board(parts.leases, parts.times, parts.nowMs, parts.watchesMax, this::changed);
    parts.meters.gauges(here::size, board::size);
  }

  /** Begins. */
  public static Presence start(Parts parts) {
    var presence = new Presence(parts);
    Thread.ofVirtual().name("presence").start(presence::run);
    return presence;
  }

  // what clients say

  @Override
  public void watch(Viewer viewer, UserId watcher, List<UserId> users) {
    var loop = loops.computeIfAbsent(viewer.eventLoop(), _ -> new LoopViews(board));
    if (users.isEmpty()) {
      loop.close(viewer);
    } else {
      var view = loop.want(viewer, watcher, users);
      if (!view.isChecking) {
        check(loop, view);
      }
    }
  }

  @Override
  public void came(UserId user) {
    here.came(user);
  }

  @Override
  public void heard(UserId user) {
    here.heard(user);
  }

  @Override
  public void gone(Viewer viewer, UserId user) {
    var loop = loops.get(viewer.eventLoop());
    if (loop != null) {
      loop.close(viewer);
    }
    here.gone(user);
  }

  /** One check a client at a time: what it wants meanwhile is checked next. */
  private void check(LoopViews loop, View view) {
    view.isChecking = true;
    var wanted = view.wanted;
    try {
      parts.threads.execute(() -> {
        var answer = ask(view.watcher, wanted);
        execute(view.viewer.eventLoop(), () -> checked(loop, view, wanted, answer));
      });
    } catch (RejectedExecutionException e) {
      checked(loop, view, wanted, Answer.NONE);
    }
  }

  /** Empty where nobody could tell: who was shown is shown on, and it is asked again soon. */
  private record Answer(Optional<Set<UserId>> visible, long goodMs) {
    static final Answer NONE = new Answer(Optional.empty(), CHECK_SOON_MS);
  }

  private Answer ask(UserId watcher, List<UserId> wanted) {
    try {
      var visible = parts.access.visibleTo(watcher, new HashSet<>(wanted));
      return new Answer(Optional.of(visible), CHECK_AGAIN_MS);
    } catch (StoreAwayException e) {
      log.debug("nobody can tell whom a client may see", e);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("could not find out whom a client may see");
    }
    return Answer.NONE;
  }

  private void checked(LoopViews loop, View view, List<UserId> wanted, Answer answer) {
    view.isChecking = false;
    if (!loop.isOpen(view)) {
      return;
    }
    if (view.wanted == wanted) {
      var visible = answer.visible.orElse(Set.copyOf(view.visible));
      loop.checked(view, visible, parts.nowMs.getAsLong() + answer.goodMs);
    } else {
      check(loop, view);
    }
  }

  // what happens

  /** Another node says who came or went. From any thread. */
  @Override
  public void accept(NodeNews.Presence news) {
    news.users().forEach(board::hint);
  }

  private void cameOrWent(UserId user) {
    parts.meters.changed();
    board.hint(user);
    synchronized (untold) {
      if (untold.size() < UNTOLD_MAX) {
        untold.add(user);
      }
    }
  }

  private void changed(List<UserId> users) {
    loops.forEach((eventLoop, loop) -> execute(eventLoop, () -> loop.changed(users)));
  }

  /** Time has passed: a tenth of a second, mostly. */
  void tick() {
    here.tick();
    tellOthers();
    var isSecond = ticks++ % PING_TICKS == 0;
    if (isSecond) {
      ping();
    }
    board.tick();
    loops.forEach((eventLoop, loop) -> {
      if (isSecond) {
        execute(eventLoop, () -> checkAgain(loop));
      }
      if (loop.isBusy()) {
        execute(eventLoop, loop::tick);
      }
    });
  }

  private void checkAgain(LoopViews loop) {
    loop.toCheck(parts.nowMs.getAsLong()).forEach(view -> check(loop, view));
  }

  private void tellOthers() {
    var told = new HashSet<UserId>();
    synchronized (untold) {
      var users = untold.iterator();
      while (users.hasNext() && told.size() < TOLD_MAX) {
        told.add(users.next());
        users.remove();
      }
    }
    if (!told.isEmpty()) {
      parts.others.accept(told);
    }
  }

  private void ping() {
    try {
      parts.leases.ping();
      if (pingsLost >= PINGS_LOST_MAX) {
        here.renewAll();
        board.back();
      }
      pingsLost = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (Exception e) {
      log.debug("the store of leases is away", e);
      if (++pingsLost == PINGS_LOST_MAX) {
        board.away();
      }
    }
  }

  private void run() {
    try {
      while (!closed.await(TICK_MS, TimeUnit.MILLISECONDS)) {
        tickGuarded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Time goes on, whatever happened in a moment of it. */
  private void tickGuarded() {
    try {
      tick();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("presence failed for a moment");
    }
  }

  /** Ends. Leases are left to run out: most users are with another node before they do. */
  @Override
  public void close() {
    closed.countDown();
  }

  private static void execute(Executor eventLoop, Runnable task) {
    try {
      eventLoop.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("an event loop has ended", e);
    }
  }
}
