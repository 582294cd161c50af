package dev.whiteboard.cdn.protect;

import static dev.whiteboard.cdn.protect.Guarded.BOUNDS;
import static dev.whiteboard.cdn.protect.Guarded.ROUTE;
import static dev.whiteboard.cdn.protect.Guarded.get;
import static dev.whiteboard.cdn.protect.Guarded.route;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.protect.Gate.Admitted;
import dev.whiteboard.cdn.protect.Gate.Refused;
import dev.whiteboard.cdn.route.QueryRules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Guarded guarded = new Guarded();

  @Test
  void admit_first_passesAsItIs() {
    var request = get("/a");

    var decision = guarded.gate.admit("ann", request, ROUTE);

    assertThat(decision)
        .isInstanceOfSatisfying(
            Admitted.class,
            admitted -> {
              assertThat(admitted.request()).isSameAs(request);
              assertThat(admitted.onMiss()).isEqualTo(OnMiss.KEEP);
            });
  }

  @Test
  void admit_tooOften_isRefusedAndCounted() {
    var passed = IntStream.range(0, 500).filter(i -> guarded.passes("ann", "/a")).count();

    assertThat(passed).isEqualTo(BOUNDS.clientRequestsBurst());
    assertThat(guarded.refused(Reason.CLIENT_RATE)).isEqualTo(500 - (int) passed);
    assertThat(guarded.ask("ann", "/a"))
        .isEqualTo(new Refused(Reason.CLIENT_RATE, 1))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(429));
    assertThat(guarded.passes("bob", "/a")).isTrue();
  }

  @Test
  void admit_afterAWhile_passesAgain() {
    IntStream.range(0, 500).forEach(i -> guarded.passes("ann", "/a"));
    guarded.clock.pass(Duration.ofSeconds(1));

    assertThat(IntStream.range(0, 500).filter(i -> guarded.passes("ann", "/a")).count())
        .isEqualTo(BOUNDS.clientRequestsPerSecond());
  }

  @Test
  void admit_tooOftenOnOneRoute_passesOnAnother() {
    var limited = route("limited", Optional.of(3));
    IntStream.range(0, 3).forEach(i -> guarded.passes("ann", "/a", limited));

    assertThat(guarded.passes("ann", "/a", limited)).isFalse();
    assertThat(guarded.refused(Reason.ROUTE_RATE)).isEqualTo(1);
    assertThat(guarded.passes("bob", "/a", limited)).isTrue();
    assertThat(guarded.passes("ann", "/a")).isTrue();
  }

  @Test
  void admit_routeThatWasChanged_hasItsNewLimit() {
    IntStream.range(0, 5).forEach(i -> guarded.passes("ann", "/a", route("r", Optional.of(2))));

    assertThat(
            IntStream.range(0, 20)
                .filter(i -> guarded.passes("ann", "/a", route("r", Optional.of(10))))
                .count())
        .isEqualTo(10);
  }

  @Test
  void admit_tooManyUnderWay_isRefusedUntilOneIsDone() {
    var first = (Admitted) guarded.ask("ann", "/a");
    IntStream.range(1, BOUNDS.clientInFlightMax()).forEach(i -> guarded.ask("ann", "/a"));
    assertThat(guarded.ask("ann", "/a")).isEqualTo(new Refused(Reason.CLIENT_IN_FLIGHT, 1));

    first.done().run();
    first.done().run();

    assertThat(guarded.ask("ann", "/a")).isInstanceOf(Admitted.class);
    assertThat(guarded.ask("ann", "/a")).isInstanceOf(Refused.class);
  }

  @Test
  void admit_tooManyUnderWayOfAll_isRefusedAs503() {
    IntStream.range(0, BOUNDS.inFlightMax()).forEach(i -> guarded.ask("c" + i, "/a"));

    assertThat(guarded.ask("ann", "/a"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.NODE_IN_FLIGHT);
              assertThat(refused.status()).isEqualTo(503);
            });
    assertThat(guarded.gate.requests().total()).isEqualTo(BOUNDS.inFlightMax());
  }

  @Test
  void connections_tooMany_areRefusedUntilOneIsClosed() {
    var connections = guarded.gate.connections();
    IntStream.range(0, 3).forEach(i -> connections.begin("ann"));
    assertThat(connections.begin("ann")).isEqualTo(InUse.Attempt.CLIENT_HAS_ALL);
    IntStream.range(0, 2).forEach(i -> connections.begin("bob"));
    assertThat(connections.begin("eve")).isEqualTo(InUse.Attempt.NONE_LEFT);

    connections.ending("ann").run();

    assertThat(connections.begin("eve")).isEqualTo(InUse.Attempt.BEGUN);
    assertThat(connections.clients()).isEqualTo(3);
  }

  @Test
  void admit_queryOfARouteThatIgnoresSome_isMadePlain() {
    var route = route("plain", new QueryRules(Set.of("utm_*"), true));

    var decision = guarded.gate.admit("ann", get("/a?utm_x=1&b=2&a=1"), route);

    assertThat(((Admitted) decision).request().target()).isEqualTo("/a?a=1&b=2");
  }

  @Test
  void admit_post_keepsItsQueryAndIsNeverKept() {
    var post = new RequestHead("POST", "http", "a.test", "/a?utm_x=1", Fields.NONE);

    var admitted = (Admitted) guarded.gate.admit("ann", post, ROUTE);

    assertThat(admitted.request()).isSameAs(post);
    assertThat(admitted.onMiss()).isEqualTo(OnMiss.PASS);
  }

  @Test
  void admit_sameQueryAgain_isNotNew() {
    IntStream.range(0, 150)
        .forEach(i -> assertThat(guarded.onMiss("ann", "/a?q=1")).isEqualTo(OnMiss.KEEP));
  }

  /** 5 a second for ten seconds at once are a client's, 100 and 20 a path's. */
  @Test
  void admit_madeUpQueriesOfOneClient_areHeldBackAndLeaveRoomForOthers() {
    var kept =
        IntStream.range(0, 150)
            .filter(i -> guarded.onMiss("eve", "/a?x=" + i) == OnMiss.KEEP)
            .count();

    assertThat(kept).isEqualTo(50);
    assertThat(guarded.onMiss("eve", "/a?x=more")).isEqualTo(OnMiss.REFUSE);
    assertThat(guarded.onMiss("eve", "/a?x=1")).isEqualTo(OnMiss.KEEP);
    assertThat(guarded.onMiss("eve", "/a")).isEqualTo(OnMiss.KEEP);
    assertThat(guarded.onMiss("ann", "/a?q=cats")).isEqualTo(OnMiss.KEEP);
  }

  @Test
  void admit_madeUpQueriesOfManyClients_passAndThenAreRefused() {
    var count =
        IntStream.range(0, 400)
            .mapToObj(i -> guarded.onMiss("c" + i, "/a?x=" + i))
            .collect(groupingBy(onMiss -> onMiss, counting()));

    assertThat(count).isEqualTo(Map.of(OnMiss.KEEP, 100L, OnMiss.PASS, 20L, OnMiss.REFUSE, 280L));
    assertThat(guarded.onMiss("ann", "/a?x=1")).isEqualTo(OnMiss.KEEP);
    assertThat(guarded.onMiss("ann", "/b?q=cats")).isEqualTo(OnMiss.KEEP);
  }
}
