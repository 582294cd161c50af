package dev.whiteboard.cdn.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OriginUpstreamTest {
  private static final Route ROUTE =
      new Route(
          "all",
          "*",
          "/",
          URI.create("http://origin.example:81"),
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Optional.empty());

  private final AtomicLong nanos = new AtomicLong();
  private final List<Outgoing> asked = new ArrayList<>();
  private @Nullable Reason failing;
  private final OriginUpstream origin =
      new OriginUpstream(_ -> Optional.of(ROUTE), this::answer, new OriginMemory(nanos::get));

  @Test
  void send_asksTheRoutesOriginByItsName() {
    var fields = Fields.of("accept", "*/*", NodeFields.SECRET, "s", NodeFields.RETRIED, "1");

    origin.send(request("GET", "/a?b", fields));

    var head = asked.getFirst().head();
    assertThat(head.url()).isEqualTo("http://origin.example:81/a?b");
    assertThat(head.fields()).isEqualTo(Fields.of("accept", "*/*"));
  }

  @Test
  void send_noRoute_asksNobody() {
    var nowhere =
        new OriginUpstream(_ -> Optional.empty(), this::answer, new OriginMemory(nanos::get));

    assertThat(nowhere.send(get("/a")).failed()).isTrue();
    assertThat(asked).isEmpty();
  }

  @Test
  void send_urlFailedAMomentAgo_isNotAskedForAgain() {
    failing = Reason.BROKEN;
    assertThat(origin.send(get("/a")).failed()).isTrue();
    failing = null;

    assertThat(origin.send(get("/a")).failed()).isTrue();
    assertThat(origin.send(get("/b")).succeeded()).isTrue();
    assertThat(asked).hasSize(2);

    nanos.addAndGet(FailureMemory.REMEMBERED.toNanos());
    assertThat(origin.send(get("/a")).succeeded()).isTrue();
  }

  @Test
  void send_post_isAskedForWhateverFailed() {
    failing = Reason.TIMEOUT;
    assertThat(origin.send(get("/a")).failed()).isTrue();
    assertThat(origin.send(request("POST", "/a", Fields.NONE)).failed()).isTrue();

    assertThat(asked).hasSize(2);
  }

  @Test
  void send_originCantBeReached_isLeftAloneForAWhile() {
    failing = Reason.UNREACHABLE;
    fail(OriginMemory.FAILURES_MAX);

    assertThat(origin.send(get("/one-more")).failed()).isTrue();
    assertThat(asked).hasSize(OriginMemory.FAILURES_MAX);

    nanos.addAndGet(OriginMemory.PAUSE_MIN.toNanos());
    failing = null;
    assertThat(origin.send(get("/probe")).succeeded()).isTrue();
    assertThat(origin.send(get("/next")).succeeded()).isTrue();
  }

  @Test
  void send_brokenAnswers_sayNothingOfOtherUrls() {
    failing = Reason.BROKEN;
    fail(2 * OriginMemory.FAILURES_MAX);
    failing = null;

    assertThat(origin.send(get("/fine")).succeeded()).isTrue();
  }

  private void fail(int times) {
    for (var i = 0; i < times; i++) {
      assertThat(origin.send(get("/failing/" + i)).failed()).isTrue();
    }
  }

  private Future<Incoming> answer(Peer peer, Outgoing request) {
    asked.add(request);
    return failing == null
        ? Future.succeededFuture(
            new Incoming(
                new ResponseHead(200, Fields.NONE), new NoBody(), () -> Fields.NONE, () -> {}))
        : Future.failedFuture(new UpstreamException(failing, "it fails"));
  }

  private static Outgoing get(String target) {
    return request("GET", target, Fields.NONE);
  }

  private static Outgoing request(String method, String target, Fields fields) {
    var head = new RequestHead(method, "http", "cdn.example", target, fields);
    return new Outgoing(head, null, 0, 0, Duration.ofSeconds(1), _ -> {});
  }
}
