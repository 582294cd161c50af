package dev.whiteboard.cdn.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections to an origin that closes those that rest, and says after how long. */
final class IdleConnectionsTest {
  private static final long WAIT_SECONDS_MAX = 20;

  private static EventLoops loops;
  private static Context loop;
  private static URI origin;
  private static final Set<Object> connections = ConcurrentHashMap.newKeySet();

  private final AtomicLong nanos = new AtomicLong();
  private HttpHop hop;

  @BeforeAll
  static void startOrigin() throws Exception {
    loops = EventLoops.open();
    loop = loops.vertx().getOrCreateContext();
    var server =
        loops
            .vertx()
            .createHttpServer()
            .connectionHandler(connections::add)
            .requestHandler(request -> {
              request.response().putHeader("keep-alive", request.path().substring(1)).end("ok");
            })
            .listen(0, "127.0.0.1");
    origin = URI.create("http://127.0.0.1:" + await(server).actualPort());
  }

  @AfterAll
  static void stopOrigin() throws Exception {
    loops.close();
  }

  @BeforeEach
  void open() {
    connections.clear();
    hop = new HttpHop(loops.vertx(), HopBounds.DEFAULT, nanos::get);
  }

  @AfterEach
  void close() {
    hop.close();
  }

  /** The columns: what the origin says of connections, how long one rests, whether it is used. */
  @ParameterizedTest
  @CsvSource({
    "'',                  3999, true",
    "'',                  4000, false",
    "timeout=5,           3999, true",
    "timeout=5,           4000, false",
    "'Timeout = 5, max=9', 4000, false",
    "timeout=60,          3999, true",
    "timeout=60,          4000, false",
    "timeout=2,           1599, true",
    "timeout=2,           1600, false",
    "'max=9, timeout=1',  799,  true",
    "'max=9, timeout=1',  800,  false",
    "timeout=0,           0,    false",
    "nonsense,            3999, true"
  })
  void send_connectionHasRested_isUsedWhileTheOriginSurelyKeepsIt(
      String says, long restedMillis, boolean used) throws Exception {
    ask(says);

    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(restedMillis));
    ask(says);

    assertThat(connections).hasSize(used ? 1 : 2);
  }

  @Test
  void send_allHaveRestedForTooLong_areClosedAndANewOneIsTaken() throws Exception {
    var together = new ArrayList<Future<?>>();
    for (var i = 0; i < 20; i++) {
      together.add(asking("timeout=5"));
    }
    for (var asking : together) {
      await(asking);
    }
    var before = connections.size();

    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    ask("timeout=5");

    assertThat(connections).hasSize(before + 1);
  }

  private void ask(String says) throws Exception {
    await(asking(says));
  }

  /** Until its body has ended. */
  private Future<Void> asking(String says) {
    Promise<Void> ended = Promise.promise();
    loop.runOnContext(_ ->
        hop.send(origin, request(says))
            .onSuccess(answer -> {
              answer.body().handler(_ -> {}).endHandler(_ -> ended.complete());
              answer.body().resume();
            })
            .onFailure(ended::fail));
    return ended.future();
  }

  private static Outgoing request(String says) {
    var head =
        new RequestHead("GET", "http", "a", "/" + says.replace(" ", ""), Fields.builder().build());
    return new Outgoing(head, null, 0, 0, Duration.ofSeconds(WAIT_SECONDS_MAX), _ -> {});
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
