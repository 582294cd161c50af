package dev.whiteboard.cdn.proxy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Meters that a test can read. */
final class CountedMeters implements ProxyMeters {
  private final ConcurrentMap<Object, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final AtomicInteger coalesced = new AtomicInteger();

  @Override
  public void served(Result result, long nanos) {
    count(result);
  }

  @Override
  public void refused(Refusal.Kind kind) {
    count(kind);
  }

  @Override
  public void coalesced() {
    coalesced.incrementAndGet();
  }

  int of(Object what) {
    var count = counts.get(what);
    return count == null ? 0 : count.get();
  }

  int together() {
    return coalesced.get();
  }

  private void count(Object what) {
    counts.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
  }
}
