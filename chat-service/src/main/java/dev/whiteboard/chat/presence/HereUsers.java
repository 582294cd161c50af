package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users that are connected to this node, and its leases for them. From any thread, but {@link
 * #tick} and {@link #renewAll}, which are for one.
 */
final class HereUsers {
  /** Leases renewed in one tick after the store was away: 10,000 a second. */
  private static final int RENEWALS_MAX = 1_000;

  private final Leases leases;
  private final PresenceTimes times;
  private final LongSupplier nowMs;
  private final Consumer<UserId> changed;
  private final Map<UserId, Here> users = new ConcurrentHashMap<>();

  /** Whose last connection went, the first to go first. */
  private final Queue<Leaving> leaving = new ConcurrentLinkedQueue<>();

  private final Queue<UserId> toRenew = new ArrayDeque<>();

  /** One who is here, or has just gone. Guarded by its entry in the map. */
  private static final class Here {
    private int connections;

    /** The one that is under way counts; null where there is none that lasts. */
    private volatile @Nullable Long renewedMs;

    /** Counts how often he was gone: a grace that is not his last means nothing. */
    private int gone;
  }

  private record Leaving(UserId user, long sinceMs, int gone) {}

  /**
   * Nobody.
   *
   * @param changed is told who came online or went offline by this node; must not block
   */
  HereUsers(Leases leases, PresenceTimes times, LongSupplier nowMs, Consumer<UserId> changed) {
    this.leases = leases;
    this.times = times;
    this.nowMs = nowMs;
    this.changed = changed;
  }

  void came(UserId user) {
    users.compute(
        user,
        (_, known) -> {
          var here = known == null ? new Here() : known;
          here.connections++;
          return here;
        });
    heard(user);
  }

  void heard(UserId user) {
    users.computeIfPresent(
        user,
        (_, here) -> {
          var renewed = here.renewedMs;
          if (renewed == null || nowMs.getAsLong() - renewed >= times.renewAfterMs()) {
            renew(user, here);
          }
          return here;
        });
  }

  /** The lease is made to last out the grace, whenever it was renewed before. */
  void gone(UserId user) {
    users.computeIfPresent(
        user,
        (_, here) -> {
          if (here.connections > 0 && --here.connections == 0) {
            leaving.add(new Leaving(user, nowMs.getAsLong(), ++here.gone));
            renew(user, here);
          }
          return here;
        });
  }

  /** Sent while the entry is held: so the store hears of renewals and releases in their order. */
  private void renew(UserId user, Here here) {
    here.renewedMs = nowMs.getAsLong();
    var _ =
        leases
            .renew(user)
            .whenComplete((came, failure) -> {
              if (failure != null) {
                here.renewedMs = null;
              } else if (came) {
                changed.accept(user);
              }
            });
  }

  /** Releases those whose grace is over. */
  void tick() {
    for (var i = 0; i < RENEWALS_MAX && !toRenew.isEmpty(); i++) {
      var user = toRenew.remove();
      users.computeIfPresent(
          user,
          (_, here) -> {
            renew(user, here);
            return here;
          });
    }
    var graceMs = times.grace().toMillis();
    for (var next = leaving.peek();
        next != null && nowMs.getAsLong() - next.sinceMs >= graceMs;
        next = leaving.peek()) {
      leaving.remove();
      release(next);
    }
  }

  private void release(Leaving gone) {
    users.computeIfPresent(
        gone.user,
        (user, here) -> {
          if (here.connections > 0 || here.gone != gone.gone) {
            return here;
          }
          var _ =
              leases
                  .release(user, nowMs.getAsLong() - gone.sinceMs)
                  .thenAccept(wentOffline -> {
                    if (wentOffline) {
                      changed.accept(user);
                    }
                  });
          return null;
        });
  }

  /** The store was away, and may have lost what it knew. */
  void renewAll() {
    toRenew.clear();
    toRenew.addAll(users.keySet());
  }

  /** How many are here, or have just gone. */
  int size() {
    return users.size();
  }
}
