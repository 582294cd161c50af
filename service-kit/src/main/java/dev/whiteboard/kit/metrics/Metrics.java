package dev.whiteboard.kit.metrics;

import static java.util.stream.Collectors.joining;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The meters of one service, printed in the Prometheus text format. */
public final class Metrics implements AutoCloseable {
  /** The media type of {@link #scrape}. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final List<NamedCounter> counters = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<Answered, Timer> requests = new ConcurrentHashMap<>();

  /** With the JVM's own meters bound. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Where a service makes its meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** The text that Prometheus reads. */
  public String scrape() {
    return registry.scrape() + counters.stream().map(NamedCounter::text).collect(joining());
  }

  /**
   * A counter whose name ends in {@code _created_total}: the registry takes "created" for a suffix
   * of its own and drops it.
   *
   * @param name the whole name, as Prometheus shows it
   */
  public LongAdder createdCounter(String name, String description) {
    var counter = new NamedCounter(name, description, new LongAdder());
    counters.add(counter);
    return counter.count;
  }

  private record NamedCounter(String name, String description, LongAdder count) {
    String text() {
      return "# HELP %1$s %2$s\n# TYPE %1$s counter\n%1$s %3$d.0\n"
          .formatted(name, description, count.sum());
    }
  }

  /** What is told apart of requests; as many as there are routes, times what they answer. */
  private record Answered(String method, String route, int status) {
    private Timer timer(MeterRegistry registry) {
      return LatencyTimer.builder("http.server.requests")
          .description("Requests answered through the router")
          .tag("method", method)
          .tag("route", route)
          .tag("status", Integer.toString(status))
          .register(registry);
    }
  }

  /** Starts to time a request. */
  public RequestSample startRequest() {
    return new RequestSample(System.nanoTime());
  }

  /** One request under way. */
  public final class RequestSample {
    private final long startedNanos;

    private RequestSample(long startedNanos) {
      this.startedNanos = startedNanos;
    }

    /**
     * Notes that it was answered.
     *
     * @param route the route's pattern, not the path: a label must not be the client's to choose
     */
    public void stop(HttpMethod method, String route, int status) {
      requests
          .computeIfAbsent(
              new Answered(known(method), route, status), answered -> answered.timer(registry))
          .record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    /** A client may invent methods; a label must not grow with them. */
    private static String known(HttpMethod method) {
      return HttpMethod.values().contains(method) ? method.name() : "other";
    }
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
