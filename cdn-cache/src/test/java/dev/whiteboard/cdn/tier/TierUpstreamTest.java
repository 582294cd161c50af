package dev.whiteboard.cdn.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.ring.Ring;
import dev.whiteboard.cdn.ring.XxHash64;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TierUpstreamTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String ORIGIN = "origin";

  private final AtomicLong nanos = new AtomicLong();
  private final Set<String> dead = new HashSet<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Outgoing> sent = new ArrayList<>();
  private Reason reason = Reason.UNREACHABLE;

  private final NodeGroup regionals = group("r1", "r2", "r3", "r4", "r5");
  private final NodeGroup centrals = group("c1");
  private final TierUpstream upstream =
      new TierUpstream(List.of(regionals, centrals), this::ask, this::askOrigin, nanos::get);

  @Test
  void send_allUp_asksTheOwnerAndNobodyElse() {
    var ring = Ring.of(List.of("r1", "r2", "r3", "r4", "r5"));

    for (var i = 0; i < 200; i++) {
      var owner = ring.nodes().get(ring.nodeOf(hash(i)));
      assertThat(send(get(i))).isEqualTo(owner);
    }
  }

  @Test
  void send_aNodeIsDown_movesItsKeysAndNoOthers() {
    var before = owners();
    down("r3");

    var after = owners();

    before.forEach((key, owner) -> {
      if (owner.equals("r3")) {
        assertThat(after.get(key)).isNotEqualTo("r3");
      } else {
        assertThat(after.get(key)).isEqualTo(owner);
      }
    });
    assertThat(after.values()).contains("r1", "r2", "r4", "r5");
  }

  @Test
  void send_theNodeIsBack_hasItsKeysAgain() {
    var before = owners();
    down("r3");
    member("r3").checked(true);

    assertThat(owners()).isEqualTo(before);
  }

  @Test
  void send_aWholeTierIsDown_goesPastIt() {
    regionals.members().forEach(member -> down(member.peer().name()));
    assertThat(send(get(1))).isEqualTo("c1");

    down("c1");
    assertThat(send(get(1))).isEqualTo(ORIGIN);
  }

  @Test
  void send_ownerFails_triesTheNextOnceAndSaysSo() {
    var owner = send(get(7));
    asked.clear();
    sent.clear();
    dead.add(owner);

    assertThat(send(get(7))).isNotNull().isNotEqualTo(owner);

    assertThat(asked).hasSize(2);
    assertThat(sent.get(0).head().fields().has(NodeFields.RETRIED)).isFalse();
    assertThat(sent.get(1).head().fields().first(NodeFields.RETRIED)).isEqualTo("1");
  }

  @Test
  void send_allFail_triesTwiceAndNoMore() {
    dead.addAll(List.of("r1", "r2", "r3", "r4", "r5", "c1"));

    assertThat(upstream.send(get(7)).failed()).isTrue();

    assertThat(asked).hasSize(2);
  }

  @Test
  void send_alreadyARetryBelow_isNotTriedAgain() {
    dead.add(send(get(7)));
    asked.clear();
    var request = get(7);
    var fields = Fields.of(NodeFields.RETRIED, "1");

    assertThat(upstream.send(request.withHead(request.head().withFields(fields))).failed())
        .isTrue();

    assertThat(asked).hasSize(1);
  }

  @Test
  void send_postOrWithABody_isNotTriedAgain() {
    dead.addAll(List.of("r1", "r2", "r3", "r4", "r5"));

    assertThat(upstream.send(request("POST", 7, null)).failed()).isTrue();
    assertThat(upstream.send(request("GET", 7, new NoBody())).failed()).isTrue();

    assertThat(asked).hasSize(2);
  }

  @Test
  void send_aLoop_isNotTriedAgainAndNobodysFault() {
    reason = Reason.LOOP;
    dead.addAll(List.of("r1", "r2", "r3", "r4", "r5"));

    for (var i = 0; i < 2 * Member.FAILURES_MAX; i++) {
      assertThat(upstream.send(get(7)).failed()).isTrue();
    }

    assertThat(Set.copyOf(asked)).hasSize(1);
  }

  @Test
  void send_aNodeFailsInARow_isLeftAloneUntilAProbe() {
    var owner = send(get(7));
    dead.add(owner);
    for (var i = 0; i < Member.FAILURES_MAX; i++) {
      assertThat(upstream.send(get(7)).succeeded()).isTrue();
    }
    asked.clear();

    assertThat(upstream.send(get(7)).succeeded()).isTrue();
    assertThat(asked).doesNotContain(owner);

    nanos.addAndGet(Member.PAUSE_MIN.toNanos());
    dead.clear();
    assertThat(send(get(7))).isEqualTo(owner);
    assertThat(send(get(7))).isEqualTo(owner);
  }

  @Test
  void send_manyFail_retriesATenthAtMost() {
    var requests = 1_000;
    dead.addAll(List.of("r1", "r2", "r3", "r4", "r5", "c1"));
    for (var i = 0; i < requests; i++) {
      nanos.addAndGet(Member.PAUSE_MAX.toNanos());
      assertThat(upstream.send(get(i)).failed() || asked.getLast().equals(ORIGIN)).isTrue();
    }

    var retries = sent.stream().filter(it -> it.head().fields().has(NodeFields.RETRIED)).count();
    assertThat(retries).isLessThanOrEqualTo(requests / 10 + RetryBudget.MAX / RetryBudget.COST);
  }

  @Test
  void send_deadline_isLessForTheNodeAboveThanHere() {
    send(get(1));

    var told = sent.getFirst().head().fields().first(NodeFields.DEADLINE);
    assertThat(told).isEqualTo("9500");
    assertThat(sent.getFirst().headDeadline()).isEqualTo(DEADLINE);
  }

  @Test
  void send_belowHasLessTime_isHeldToThat() {
    var request = get(1);
    var fields = Fields.of(NodeFields.DEADLINE, "400");

    upstream.send(request.withHead(request.head().withFields(fields)));

    assertThat(sent.getFirst().headDeadline()).isEqualTo(Duration.ofMillis(400));
    assertThat(sent.getFirst().head().fields().all(NodeFields.DEADLINE)).containsExactly("380");
  }

  @Test
  void send_noTimeLeft_failsWithoutAsking() {
    var request = get(1);
    var fields = Fields.of(NodeFields.DEADLINE, "1");

    var answer = upstream.send(request.withHead(request.head().withFields(fields)));

    assertThat(answer.cause())
        .isInstanceOfSatisfying(
            UpstreamException.class, why -> assertThat(why.reason()).isEqualTo(Reason.TIMEOUT));
    assertThat(asked).isEmpty();
  }

  @Test
  void choose_ownerHasMoreThanItsShare_passesItOver() {
    var owner = regionals.choose(hash(3), List.of(), _ -> true).orElseThrow();
    IntStream.range(0, NodeGroup.LOAD_MIN).forEach(_ -> owner.began());

    var next = regionals.choose(hash(3), List.of(), _ -> true).orElseThrow();

    assertThat(next).isNotSameAs(owner);
    owner.ended();
    assertThat(regionals.choose(hash(3), List.of(), _ -> true)).containsSame(owner);
  }

  private Map<Integer, String> owners() {
    var owners = new HashMap<Integer, String>();
    IntStream.range(0, 500).forEach(key -> owners.put(key, send(get(key))));
    return owners;
  }

  private String send(Outgoing request) {
    assertThat(upstream.send(request).succeeded()).isTrue();
    return asked.getLast();
  }

  private void down(String node) {
    for (var i = 0; i < Member.CHECKS_FAILED_MAX; i++) {
      member(node).checked(false);
    }
  }

  private Member member(String node) {
    return List.of(regionals, centrals).stream()
        .flatMap(group -> group.members().stream())
        .filter(member -> member.peer().name().equals(node))
        .findAny()
        .orElseThrow();
  }

  private NodeGroup group(String... names) {
    var peers =
        List.of(names).stream().map(name -> new Peer(name, URI.create("http://" + name))).toList();
    return new NodeGroup(peers, Ring::of, nanos::get);
  }

  private Future<Incoming> ask(Peer peer, Outgoing request) {
    asked.add(peer.name());
    sent.add(request);
    return dead.contains(peer.name())
        ? Future.failedFuture(new UpstreamException(reason, "it is dead"))
        : answer();
  }

  private Future<Incoming> askOrigin(Outgoing request) {
    asked.add(ORIGIN);
    sent.add(request);
    return answer();
  }

  private static Future<Incoming> answer() {
    var head = new ResponseHead(200, Fields.NONE);
    return Future.succeededFuture(new Incoming(head, new NoBody(), () -> Fields.NONE, () -> {}));
  }

  private static long hash(int key) {
    return XxHash64.hash("key " + key);
  }

  private static Outgoing get(int key) {
    return request("GET", key, null);
  }

  private static Outgoing request(String method, int key, @Nullable ReadStream<Buffer> body) {
    var head = new RequestHead(method, "http", "a.example", "/" + key, Fields.NONE);
    return new Outgoing(head, body, hash(key), 0, DEADLINE, _ -> {});
  }
}
