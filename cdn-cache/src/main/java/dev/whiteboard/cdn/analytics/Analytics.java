package dev.whiteboard.cdn.analytics;

import dev.whiteboard.cdn.analytics.Report.Span;
import dev.whiteboard.cdn.analytics.Report.TierCounts;
import dev.whiteboard.cdn.analytics.Served.Result;
import dev.whiteboard.cdn.protect.HeavyHitters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was served, second by second, for ten minutes. A second's place is taken by the one
 * ten minutes later, so memory is bounded: 600 seconds of four tiers take under 4 MB.
 *
 * <p>For any thread.
 */
public final class Analytics {
  /** How far back it knows. */
  public static final Duration KEPT = Duration.ofMinutes(10);

  /** The least that a span is long. */
  public static final Duration EVERY_MIN = Duration.ofSeconds(1);

  /** URLs that are counted: one with more than 1/256 of all requests is always among them. */
  private static final int URLS_COUNTED = 256;

  /** URLs in a report. */
  private static final int URLS_TOLD = 20;

  /** A server may invent statuses; counts must not grow with them. */
  private static final int STATUSES_MAX = 64;

  private static final int OTHER_STATUS = 599;

  private final InstantSource clock;
  private final @Nullable Second[] seconds = new Second[(int) KEPT.toSeconds()];
  private final HeavyHitters urls = new HeavyHitters(URLS_COUNTED);

  private long urlsHalvedAt;

  /** Empty. */
  public Analytics(InstantSource clock) {
    this.clock = clock;
    this.urlsHalvedAt = clock.instant().getEpochSecond();
  }

  private static final class Second {
    private final long at;
    private final Map<String, Counts> tiers = new TreeMap<>();

    Second(long at) {
      this.at = at;
    }
  }

  private static final class Counts {
    private final EnumMap<Result, Long> results = new EnumMap<>(Result.class);
    private final TreeMap<Integer, Long> statuses = new TreeMap<>();
    private final Latencies latencies = new Latencies();
    private long bytes;
    private long bytesSaved;

    void add(Served served) {
      results.merge(served.result(), 1L, Long::sum);
      addStatus(served.status(), 1);
      latencies.record(served.nanos());
      bytes += served.bytes();
      bytesSaved += served.result().isSaved() ? served.bytes() : 0;
    }

    private void addStatus(int status, long count) {
      var isNew = !statuses.containsKey(status);
      statuses.merge(
          isNew && statuses.size() >= STATUSES_MAX ? OTHER_STATUS : status, count, Long::sum);
    }

    void add(Counts other) {
      other.results.forEach((result, count) -> results.merge(result, count, Long::sum));
      other.statuses.forEach(this::addStatus);
      latencies.add(other.latencies);
      bytes += other.bytes;
      bytesSaved += other.bytesSaved;
    }

    TierCounts told() {
      var named = new LinkedHashMap<String, Long>();
      results.forEach((result, count) -> named.put(result.label(), count));
      return new TierCounts(
          named,
          Map.copyOf(statuses),
          bytes,
          bytesSaved,
          latencies.micros(0.5),
          latencies.micros(0.99));
    }
  }

  /** Counts one. */
  public synchronized void record(Served served) {
    var now = clock.instant().getEpochSecond();
    var place = place(now);
    var second = seconds[place];
    if (second == null || second.at != now) {
      second = new Second(now);
      seconds[place] = second;
    }
    second.tiers.computeIfAbsent(served.tier(), _ -> new Counts()).add(served);
    if (served.tier().equals("edge")) {
      halveUrls(now);
      urls.add(served.url());
    }
  }

  /** What was asked for long ago counts for less and less. */
  private void halveUrls(long now) {
    if (now - urlsHalvedAt >= KEPT.toSeconds()) {
      urls.halve();
      urlsHalvedAt = now;
    }
  }

  /**
   * What was done in the ten minutes up to now.
   *
   * @param every how long a span is, whole seconds up to {@link #KEPT}; spans begin at its
   *     multiples
   * @throws IllegalArgumentException where it is none of that
   */
  public synchronized Report report(Duration every) {
    if (every.compareTo(EVERY_MIN) < 0 || every.compareTo(KEPT) > 0 || every.toNanosPart() != 0) {
      throw new IllegalArgumentException("no span: " + every);
    }
    var now = clock.instant().getEpochSecond();
    var length = every.toSeconds();
    var spans = new ArrayList<Span>();
    for (var from = firstSpan(now, length); from <= now; from += length) {
      spans.add(span(from, Math.min(now, from + length - 1)));
    }
    return new Report(List.copyOf(spans), topUrls());
  }

  private List<Report.Url> topUrls() {
    return urls.top(URLS_TOLD).stream()
        .map(hitter -> new Report.Url(hitter.key(), hitter.count(), hitter.error()))
        .toList();
  }

  /** Where the first whole span begins; with one alone, the one that is under way. */
  private static long firstSpan(long now, long length) {
    var oldest = now - KEPT.toSeconds() + 1;
    return Math.min(Math.ceilDiv(oldest, length) * length, now / length * length);
  }

  private Span span(long from, long to) {
    var tiers = new TreeMap<String, Counts>();
    for (var at = from; at <= to; at++) {
      var second = seconds[place(at)];
      if (second != null && second.at == at) {
        second.tiers.forEach(
            (tier, counts) -> tiers.computeIfAbsent(tier, _ -> new Counts()).add(counts));
      }
    }
    var told = new LinkedHashMap<String, TierCounts>();
    tiers.forEach((tier, counts) -> told.put(tier, counts.told()));
    return new Span(Instant.ofEpochSecond(from), told);
  }

  private int place(long second) {
    return (int) Math.floorMod(second, (long) seconds.length);
  }
}
