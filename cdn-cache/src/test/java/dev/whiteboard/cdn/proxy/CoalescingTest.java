package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One request upward for all who wait for the same, and who gets what of it. */
class CoalescingTest {
  private static final int CLIENTS = 200;
  private static final int ORIGIN_MILLIS = 500;

  /** A loaded machine is ten times as slow; the origin is not. */
  private static final Duration GENEROUS = Duration.ofSeconds(5);

  private static final ConcurrentMap<String, List<HttpServerRequest>> asked =
      new ConcurrentHashMap<>();
  private static final AtomicInteger bodies = new AtomicInteger();
  private static EventLoops loops;
  private static HttpServer origin;
  private static OneEdge edge;
  private static HttpClient clients;

  @BeforeAll
  static void start() throws Exception {
    loops = EventLoops.open();
    origin =
        loops
            .vertx()
            .createHttpServer()
            .requestHandler(request -> {
              asked
                  .computeIfAbsent(pathOf(request), _ -> new CopyOnWriteArrayList<>())
                  .add(request);
              answer(loops.vertx(), request);
            })
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    edge =
        OneEdge.before(
            loops.vertx(),
            uri(),
            OneEdge.Setup.DEFAULT.with(
                new ProxyBounds(
                    8 << 20,
                    256 << 10,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1_500),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10),
                    100)));
    clients =
        loops
            .vertx()
            .createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CLIENTS));
    burst("/none");
  }

  private static URI uri() {
    return URI.create("http://127.0.0.1:" + origin.actualPort());
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    loops.close();
  }

  /** What the origin does is said by the path; what begins with "hand" a test answers itself. */
  private static void answer(Vertx vertx, HttpServerRequest request) {
    var kind = pathOf(request).split("-", 2)[0];
    switch (kind) {
      case "/kept" -> later(vertx, request, "max-age=60");
      case "/private" -> later(vertx, request, "private, no-store");
      case "/now" -> end(request, "max-age=60");
      case "/swr" -> {
        var first = count(pathOf(request)) == 1;
        if (first) {
          end(request, "max-age=0, stale-while-revalidate=60");
        } else {
          later(vertx, request, "max-age=60");
        }
      }
      default -> {
        // by hand
      }
    }
  }

  private static void later(Vertx vertx, HttpServerRequest request, String cacheControl) {
    vertx.setTimer(ORIGIN_MILLIS, _ -> end(request, cacheControl));
  }

  private static void end(HttpServerRequest request, String cacheControl) {
    request
        .response()
        .putHeader("cache-control", cacheControl)
        .end("body " + bodies.incrementAndGet());
  }

  private static String pathOf(HttpServerRequest request) {
    return String.valueOf(request.path());
  }

  private static List<HttpServerRequest> askedFor(String path) {
    return asked.getOrDefault(path, List.of());
  }

  private static int count(String path) {
    return askedFor(path).size();
  }

  /** A burst of clients, each with a connection of its own; how long until all had it, and what. */
  private record Burst(List<String> bodies, Duration took) {}

  private static Burst burst(String path) throws Exception {
    var started = System.nanoTime();
    var answers = new ArrayList<Future<Buffer>>();
    for (var i = 0; i < CLIENTS; i++) {
      answers.add(get(path));
    }
    Future.all(answers).await(20, TimeUnit.SECONDS);
    var took = Duration.ofNanos(System.nanoTime() - started);
    return new Burst(answers.stream().map(one -> one.result().toString()).toList(), took);
  }

  /** A method that is refused costs nobody an answer, and leaves a connection open. */
  private static Future<Buffer> get(String path) {
    var method = path.equals("/none") ? HttpMethod.TRACE : HttpMethod.GET;
    return clients
        .request(
            new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(edge.port())
                .setURI(path))
        .compose(request -> request.send())
        .compose(response -> response.body());
  }

  @Test
  void coldKey_costsOneRequest_andAllHaveItWhenTheFirstHas() throws Exception {
    var burst = burst("/kept-cold");
    assertThat(count("/kept-cold")).isEqualTo(1);
    assertThat(burst.bodies()).hasSize(CLIENTS).containsOnly(burst.bodies().getFirst());
    assertThat(burst.took()).as("once, and not in line").isLessThan(GENEROUS);
  }

  /** Some look into the store just before it is there, and for a flight just after it ended. */
  @Test
  void keysThatFillUp_whileOthersAsk_costOneRequestEach() throws Exception {
    for (var key = 0; key < 100; key++) {
      var path = "/now-" + key;
      Future.all(IntStream.range(0, 8).mapToObj(_ -> get(path)).toList())
          .await(20, TimeUnit.SECONDS);
      assertThat(count(path)).isEqualTo(1);
    }
  }

  @Test
  void answersThatCannotBeKept_areAskedForTogether_andTheNextBurstDoesNotWait() throws Exception {
    var first = burst("/private-page");
    assertThat(first.bodies()).doesNotHaveDuplicates();
    assertThat(first.took()).isLessThan(GENEROUS);
    assertThat(count("/private-page")).isEqualTo(CLIENTS);
    var together = edge.meters().together();
    var second = burst("/private-page");
    assertThat(second.bodies()).doesNotHaveDuplicates();
    assertThat(edge.meters().together()).as("nobody waited for another").isEqualTo(together);
  }

  @Test
  void staleWhileRevalidate_isRefreshedOnce_whileAllAreAnsweredAtOnce() throws Exception {
    String first;
    try (var client = RawConnection.to(edge.port())) {
      var host = "\r\nHost: 127.0.0.1:" + edge.port() + "\r\n\r\n";
      first = client.send("GET /swr-page HTTP/1.1" + host).read().body();
    }
    assertThat(burst("/swr-page").bodies()).contains(first);
    await().atMost(GENEROUS).until(() -> edge.flights().underWay() == 0);
    assertThat(count("/swr-page")).isEqualTo(2);
    assertThat(burst("/swr-page").bodies()).doesNotContain(first);
    assertThat(count("/swr-page")).isEqualTo(2);
  }

  @Test
  void followers_areStreamedTo_whileTheLeaderIs() throws Exception {
    try (var leader = RawConnection.to(edge.port());
        var follower = RawConnection.to(edge.port())) {
      var up = startByHand(leader, "/hand-stream");
      up.response().putHeader("cache-control", "max-age=60").setChunked(true).write("one");
      leader.readHead();
      assertThat(leader.readChunk()).isEqualTo("one");
      follower.send("GET /hand-stream HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(follower.readHead().header("Cache-Status").orElse("")).contains("collapsed");
      assertThat(follower.readChunk()).isEqualTo("one");
      up.response().write("two");
      assertThat(leader.readChunk()).isEqualTo("two");
      assertThat(follower.readChunk()).isEqualTo("two");
      up.response().end("three");
      assertThat(leader.readChunks()).isEqualTo("three");
      assertThat(follower.readChunks()).isEqualTo("three");
    }
    assertThat(count("/hand-stream")).isEqualTo(1);
  }

  @Test
  void leaderThatLeaves_beforeTheHeadCame_takesNobodyAlong() throws Exception {
    try (var follower = RawConnection.to(edge.port())) {
      HttpServerRequest up;
      try (var leader = RawConnection.to(edge.port())) {
        up = startByHand(leader, "/hand-leave");
        var together = edge.meters().together();
        follower.send("GET /hand-leave HTTP/1.1\r\nHost: a\r\n\r\n");
        await().atMost(GENEROUS).until(() -> edge.meters().together() > together);
      }
      up.response().putHeader("cache-control", "max-age=60").end("for who stayed");
      assertThat(follower.read().body()).isEqualTo("for who stayed");
    }
    assertThat(count("/hand-leave")).isEqualTo(1);
  }

  @Test
  void leaderThatLeaves_withinTheBody_takesNobodyAlong() throws Exception {
    try (var follower = RawConnection.to(edge.port())) {
      HttpServerRequest up;
      try (var leader = RawConnection.to(edge.port())) {
        up = startByHand(leader, "/hand-within");
        up.response().putHeader("cache-control", "max-age=60").setChunked(true).write("one");
        leader.readHead();
        follower.send("GET /hand-within HTTP/1.1\r\nHost: a\r\n\r\n");
        follower.readHead();
      }
      assertThat(follower.readChunk()).isEqualTo("one");
      up.response().end("two");
      assertThat(follower.readChunks()).isEqualTo("two");
    }
    assertThat(count("/hand-within")).isEqualTo(1);
  }

  @Test
  void followerWhoseTimeIsUp_asksForThemselves() throws Exception {
    try (var leader = RawConnection.to(edge.port());
        var follower = RawConnection.to(edge.port())) {
      var up = startByHand(leader, "/hand-late");
      follower.send("GET /hand-late HTTP/1.1\r\nHost: a\r\n\r\n");
      await().atMost(GENEROUS).until(() -> count("/hand-late") >= 2);
      askedFor("/hand-late").getLast().response().end("its own");
      assertThat(follower.read().body()).isEqualTo("its own");
      up.response().end("the leader's");
      await().atMost(GENEROUS).until(() -> up.response().ended());
    }
  }

  @Test
  void slowFollower_holdsNobodyUp_whereItIsKept() throws Exception {
    var chunk = Buffer.buffer(new byte[1 << 20]);
    try (var slow = RawConnection.to(edge.port());
        var fast = RawConnection.to(edge.port())) {
      var up = startByHand(slow, "/hand-slow");
      up.response().putHeader("cache-control", "max-age=60").setChunked(true).write(chunk);
      fast.send("GET /hand-slow HTTP/1.1\r\nHost: a\r\n\r\n");
      fast.readHead();
      for (var i = 0; i < 4; i++) {
        up.response().write(chunk);
      }
      up.response().end();
      assertThat(fast.readChunks()).hasSize(5 << 20);
      slow.readHead();
      assertThat(slow.readChunks()).hasSize(5 << 20);
    }
    assertThat(count("/hand-slow")).isEqualTo(1);
  }

  /** Longer than is kept: what the slow one has not taken can't be held for long. */
  @Test
  void slowFollower_isCutOff_whereItHoldsOthersUpForTooLong() throws Exception {
    var chunk = Buffer.buffer(new byte[1 << 20]);
    try (var slow = RawConnection.to(edge.port());
        var fast = RawConnection.to(edge.port())) {
      var up = startByHand(slow, "/hand-cut");
      up.response().putHeader("cache-control", "max-age=60").setChunked(true).write(chunk);
      fast.send("GET /hand-cut HTTP/1.1\r\nHost: a\r\n\r\n");
      fast.readHead();
      for (var i = 0; i < 39; i++) {
        up.response().write(chunk);
      }
      up.response().end();
      assertThat(fast.readChunks()).hasSize(40 << 20);
      assertThat(slow.readUntilClosed()).doesNotEndWith("\r\n0\r\n\r\n");
    }
    assertThat(count("/hand-cut")).isEqualTo(1);
  }

  @Test
  void errorOfTheOrigin_isTheLeadersAlone_andDoesNotSerialiseTheOthers() throws Exception {
    // An edge whose connections are all new: what an old one swallows is asked once more.
    try (var fresh = OneEdge.before(loops.vertx(), uri());
        var leader = RawConnection.to(fresh.port());
        var follower = RawConnection.to(fresh.port())) {
      var up = startByHand(leader, "/hand-error");
      follower.send("GET /hand-error HTTP/1.1\r\nHost: a\r\n\r\n");
      await().atMost(GENEROUS).until(() -> fresh.meters().together() > 0);
      up.connection().close();
      assertThat(leader.read().status()).isEqualTo(502);
      assertThat(follower.read().status()).isEqualTo(502);
    }
    assertThat(count("/hand-error")).isEqualTo(1);
  }

  private static HttpServerRequest startByHand(RawConnection client, String path)
      throws IOException {
    client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    await().atMost(GENEROUS).until(() -> count(path) == 1);
    return askedFor(path).getFirst();
  }
}
