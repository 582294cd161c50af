package dev.whiteboard.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.cache.PlainLru;
import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many requests of a recorded trace each policy answers from its cache.
 *
 * <p>{@code java -cp benchmarks/target/benchmarks.jar dev.whiteboard.bench.HitRatio --trace
 * cache2k:web07.trace.xz --size 256,1024,4096}. Traces come with Caffeine's simulator, a jar of 96
 * MB: {@code com.github.ben-manes.caffeine:simulator:3.2.4}. Several joined by {@code +} are played
 * one after the other.
 *
 * <p>Each is asked for a key, and is given it where it does not have it; one thread.
 */
public final class HitRatio {
  /** A bad option, as sysexits.h has it: EX_USAGE. */
  private static final int EXIT_USAGE = 64;

  private HitRatio() {}

  /** Who plays. */
  public enum Contender {
    /** What the future tells: nobody can have more. By entries only. */
    OPT,
    /** {@link PlainLru}. */
    PLAIN_LRU,
    /** Ours. */
    LRU,
    /** Ours. */
    SIEVE,
    /** Ours. */
    S3_FIFO,
    /** Ours. */
    W_TINY_LFU,
    /** As it comes. */
    CAFFEINE;

    /** Hits of a cache that holds so much. */
    public long hits(Trace trace, long size) {
      return switch (this) {
        case OPT -> new Belady(trace.keys()).hits(Math.toIntExact(size));
        case PLAIN_LRU -> ours(trace, new PlainLru<>(bounds(size)));
        case LRU, SIEVE, S3_FIFO, W_TINY_LFU ->
            ours(trace, Policy.valueOf(name()).cache(bounds(size)));
        case CAFFEINE -> caffeine(trace, size);
      };
    }

    private static Bounds<Long, Long> bounds(long size) {
      return Bounds.weight(size, (_, weight) -> weight);
    }

    private static long ours(Trace trace, Cache<Long, Long> cache) {
      return play(
          trace,
          (key, weight) -> {
            var isHit = cache.get(key) != null;
            if (!isHit) {
              cache.put(key, weight);
            }
            return isHit;
          });
    }

    private static long caffeine(Trace trace, long size) {
      var cache =
          Caffeine.newBuilder()
              .maximumWeight(size)
              .weigher((Long _, Long weight) -> Math.toIntExact(weight))
              .executor(Runnable::run)
              .<Long, Long>build();
      return play(
          trace,
          (key, weight) -> {
            var isHit = cache.getIfPresent(key) != null;
            if (!isHit) {
              cache.put(key, weight);
            }
            return isHit;
          });
    }

    private static long play(Trace trace, Player player) {
      var hits = 0L;
      for (var i = 0; i < trace.length(); i++) {
        if (player.isHit(trace.keys()[i], trace.weights()[i])) {
          hits++;
        }
      }
      return hits;
    }
  }

  @FunctionalInterface
  private interface Player {
    boolean isHit(long key, long weight);
  }

  private record Options(Trace trace, long[] sizes, List<Contender> contenders) {
    static Options read(Settings settings) throws IOException {
      var traces = settings.requiredText("TRACE", "format:file, or several joined by +");
      var sizes = settings.list("SIZE", "what a cache holds: one or more numbers");
      var policies = settings.list("POLICY", "who plays: all but OPT, if none is named");
      var by = settings.text("BY", "entries", "entries, or weight as the trace tells it");
      settings.refuseUnknown();
      var trace = trace(traces);
      return new Options(
          by.equals("weight") ? trace : trace.byEntries(),
          sizes.stream().mapToLong(Long::parseLong).toArray(),
          policies.isEmpty() ? all() : policies.stream().map(Options::contender).toList());
    }

    private static Trace trace(String names) throws IOException {
      var traces = new ArrayList<Trace>();
      for (var name : names.split("\\+", -1)) {
        var colon = name.indexOf(':');
        var format = Trace.Format.of(name.substring(0, Math.max(colon, 0)));
        traces.add(Trace.read(format, Path.of(name.substring(colon + 1))));
      }
      return traces.size() == 1 ? traces.getFirst() : Trace.joined(traces);
    }

    private static List<Contender> all() {
      return Arrays.stream(Contender.values()).filter(each -> each != Contender.OPT).toList();
    }

    private static Contender contender(String name) {
      return Contender.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Exits 0 with a table, 64 on a bad option, 1 where the trace can't be read. */
  public static void main(String[] arguments) {
    try {
      print(Options.read(Settings.of(Map.of(), List.of(arguments))));
    } catch (BadSettingException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_USAGE);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void print(Options options) {
    var head = new StringBuilder("%-10s".formatted("size"));
    options.contenders.forEach(each -> head.append("%12s".formatted(each)));
    System.out.println(head);
    for (var size : options.sizes) {
      var line = new StringBuilder("%-10d".formatted(size));
      for (var each : options.contenders) {
        line.append(
            "%12.2f".formatted(100.0 * each.hits(options.trace, size) / options.trace.length()));
      }
      System.out.println(line);
    }
  }
}
