package dev.whiteboard.cdn.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.VirtualThreads;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code GET /v1/live}: the world each second, as server-sent events. It is written down once for
 * all who listen, and not at all where nobody does; who reads too slowly misses some.
 */
public final class LiveApi implements AutoCloseable {
  private static final int LISTENERS_MAX = 100;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final TopologyApi topology;
  private final VirtualThreads threads;
  private final Vertx vertx;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final long timer;

  private record Listener(Context eventLoop, HttpServerResponse response) {
    void tell(String event) {
      eventLoop.runOnContext(_ -> {
        if (!response.ended() && !response.closed() && !response.writeQueueFull()) {
          var _ = response.write(event);
        }
      });
    }

    void end() {
      eventLoop.runOnContext(_ -> {
        if (!response.ended() && !response.closed()) {
          var _ = response.end();
        }
      });
    }
  }

  /** Of this world. */
  public LiveApi(TopologyApi topology, VirtualThreads threads, Vertx vertx) {
    this.topology = topology;
    this.threads = threads;
    this.vertx = vertx;
    this.timer = vertx.setPeriodic(EVERY.toMillis(), _ -> tellAll());
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.bind(HttpMethod.GET, "/v1/live").handler(this::open);
  }

  private void open(RoutingContext request) {
    if (count.incrementAndGet() > LISTENERS_MAX) {
      count.decrementAndGet();
      ServiceRoutes.write(request, Problem.unavailable(RETRY_AFTER));
      return;
    }
    var eventLoop = Objects.requireNonNull(Vertx.currentContext());
    var listener = new Listener(eventLoop, request.response());
    request.addEndHandler(_ -> {
      listeners.remove(listener);
      count.decrementAndGet();
    });
    request
        .response()
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        .putHeader("cache-control", "no-store");
    if (request.request().method().equals(HttpMethod.HEAD)) {
      listener.end();
      return;
    }
    listeners.add(listener);
    event().onSuccess(listener::tell);
  }

  private void tellAll() {
    if (!listeners.isEmpty()) {
      event().onSuccess(event -> listeners.forEach(listener -> listener.tell(event)));
    }
  }

  private Future<String> event() {
    return threads.call(vertx, () -> "data: " + topology.world().encode() + "\n\n");
  }

  /** Ends all: a listener that stays would keep the server from ending. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
    listeners.forEach(Listener::end);
  }
}
