package dev.whiteboard.cdn.tier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Asks the nodes above how they do, once a second each: so a node that died is left alone before a
 * client finds out, and one that is back gets its keys again.
 *
 * <p>A node that has not answered the last check is not sent another.
 */
public final class HealthProbes implements AutoCloseable {
  /** Between two checks of a node. */
  public static final Duration EVERY = Duration.ofSeconds(1);

  /** A node that takes longer to say that it is well is not. */
  public static final Duration DEADLINE = Duration.ofMillis(800);

  private final Vertx vertx;
  private final List<Member> members;
  private final Function<Peer, Future<Void>> check;
  private final Set<Member> asking = ConcurrentHashMap.newKeySet();
  private final long timer;

  /**
   * Begins.
   *
   * @param check asks one node; it fails where the node does not say that it is well
   */
  public HealthProbes(
      Vertx vertx, List<NodeGroup> tiers, Function<Peer, Future<Void>> check, Duration every) {
    this.vertx = vertx;
    this.members = tiers.stream().flatMap(tier -> tier.members().stream()).toList();
    this.check = check;
    this.timer = vertx.setPeriodic(every.toMillis(), _ -> members.forEach(this::ask));
  }

  private void ask(Member member) {
    if (asking.add(member)) {
      check
          .apply(member.peer())
          .onComplete(result -> {
            asking.remove(member);
            member.checked(result.succeeded());
          });
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
