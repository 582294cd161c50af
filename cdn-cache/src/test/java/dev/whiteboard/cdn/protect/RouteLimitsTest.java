package dev.whiteboard.cdn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteLimitsTest {
  private final RouteLimits limits = new RouteLimits(new HandClock(), 10);

  @Test
  void tryAcquire_routeWithoutLimit_remembersNothing() {
    var free = Guarded.route("free", Optional.empty());

    assertThat(limits.tryAcquire("ann", free, new Verdict())).isTrue();
    assertThat(limits.routes()).isZero();
  }

  @Test
  void tryAcquire_manyRoutes_remembersSoMany() {
    for (var i = 0; i < 3 * RouteLimits.ROUTES_MAX; i++) {
      limits.tryAcquire("ann", Guarded.route("r" + i, Optional.of(1)), new Verdict());
    }

    assertThat(limits.routes()).isBetween(1, RouteLimits.ROUTES_MAX);
  }
}
