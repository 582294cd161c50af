package dev.whiteboard.kit.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.TimeUnit;

/** The meters of one service, printed in the Prometheus text format. */
public final class Metrics implements AutoCloseable {
  /** The media type of {@link #scrape}. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

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
    return registry.scrape();
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
      Timer.builder("http.server.requests")
          .description("Requests answered through the router")
          .tag("method", known(method))
          .tag("route", route)
          .tag("status", Integer.toString(status))
          .register(registry)
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
