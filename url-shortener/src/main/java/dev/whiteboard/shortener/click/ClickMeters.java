package dev.whiteboard.shortener.click;

import dev.whiteboard.shortener.spool.Spool;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * {@code shortener_click_events_total}: what became of clicks; and how many wait, on disk and in
 * Kafka.
 */
public final class ClickMeters {
  private final MeterRegistry registry;
  private final Counter sent;
  private final Counter spooled;
  private final Counter dropped;
  private final Counter counted;
  private final Counter unreadable;

  /** Registers the counters. */
  public ClickMeters(MeterRegistry registry) {
    this.registry = registry;
    sent = counter(registry, "sent");
    spooled = counter(registry, "spooled");
    dropped = counter(registry, "dropped");
    counted = counter(registry, "counted");
    unreadable = counter(registry, "unreadable");
  }

  /** Shows how full the spool is: {@code shortener_spool_bytes}, {@code _max_bytes}. */
  public void watch(Spool spool) {
    Gauge.builder("shortener.spool.bytes", spool::bytes)
        .description("Clicks that wait on disk, in bytes")
        .register(registry);
    Gauge.builder("shortener.spool.max.bytes", spool::bytesMax)
        .description("Bytes of clicks that may wait on disk")
        .register(registry);
  }

  /** Shows how much of a shard is not counted, once there is somebody who counts. */
  ClickLag newLag(int shard) {
    return new ClickLag(registry, shard);
  }

  /** In Kafka, acknowledged. One that is sent again, as nobody knows, counts again. */
  void sent(byte[] batch) {
    sent.increment(ClickBatch.clicksIn(batch));
  }

  /** On disk, as Kafka was away; sent later. */
  void spooled(byte[] batch) {
    spooled.increment(ClickBatch.clicksIn(batch));
  }

  /** Lost, as Kafka was away for longer than there was room. */
  void dropped(byte[] batch) {
    dropped.increment(ClickBatch.clicksIn(batch));
  }

  /** In the statistics. */
  void counted(int clicks) {
    counted.increment(clicks);
  }

  /** A record that is no batch, passed over. */
  void unreadable() {
    unreadable.increment();
  }

  private static Counter counter(MeterRegistry registry, String result) {
    return Counter.builder("shortener.click.events")
        .description("Clicks by what became of them")
        .tag("result", result)
        .register(registry);
  }
}
