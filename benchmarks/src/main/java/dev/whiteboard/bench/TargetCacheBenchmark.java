package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.shard.CallShare;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.shortener.code.Base62;
import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.PermutedCounter;
import dev.whiteboard.shortener.code.SipHash;
import dev.whiteboard.shortener.link.Link;
import dev.whiteboard.shortener.link.Links;
import dev.whiteboard.shortener.link.NewLink;
import dev.whiteboard.shortener.link.RedirectKind;
import dev.whiteboard.shortener.link.StoredLink;
import dev.whiteboard.shortener.link.TargetUrl;
import dev.whiteboard.shortener.redirect.CacheMeters;
import dev.whiteboard.shortener.redirect.KnownCodes;
import dev.whiteboard.shortener.redirect.LinkLookup;
import dev.whiteboard.shortener.redirect.LinkReads;
import dev.whiteboard.shortener.redirect.RedisTargets;
import dev.whiteboard.shortener.redirect.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A redirect's look into memory, with a million links there.
 *
 * <pre>
 *   1 or 2 threads ─▸ code, by Zipf, a new string ─▸ cache ─▸ target, always there
 * </pre>
 *
 * <p>A code comes out of a request's path, so its hash is not known yet: each look-up makes the
 * string anew, for all contenders alike. {@code OURS} also asks whether news is heard, looks at the
 * expiry and counts the hit. Redis is closed by then; a hit does not ask it.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar TargetCacheBenchmark -prof gc}, with 3 GB
 * free
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TargetCacheBenchmark {
  private static final int ASKED = 1 << 18;
  private static final long SEED = 42;

  /** Nobody listens there: what is made is kept in memory alone. */
  private static final String NO_REDIS = "redis://127.0.0.1:1";

  /** Who is asked. */
  @Param public Contender contender = Contender.OURS;

  /** How many links there are. */
  @Param("1000000")
  public int links;

  private final CodePermutation permutation = new CodePermutation(new SipHash(1, 2));
  private final byte[][] asked = new byte[ASKED][];
  private Targets targets = _ -> null;

  /** Where a code leads. */
  interface Targets {
    @Nullable Target find(String code);
  }

  /** All who know. */
  public enum Contender {
    /** {@link LinkLookup#inMemory}. */
    OURS {
      @Override
      Targets make(List<Link> links) {
        return ours(links);
      }
    },
    /** The same cache, bare: bounded, without expiry. */
    CAFFEINE {
      @Override
      Targets make(List<Link> links) {
        Cache<String, Target> cache = Caffeine.newBuilder().maximumSize(links.size()).build();
        links.forEach(link -> cache.put(link.code(), Target.ofNew(link)));
        return cache::getIfPresent;
      }
    },
    /** A map that nothing ever leaves. */
    HASH_MAP {
      @Override
      Targets make(List<Link> links) {
        var map = new ConcurrentHashMap<String, Target>();
        links.forEach(link -> map.put(link.code(), Target.ofNew(link)));
        return map::get;
      }
    };

    abstract Targets make(List<Link> links);
  }

  /** Fills the contender, and asks it for every link. */
  @Setup
  public void fillAndVerify() {
    var now = Instant.now();
    var all = IntStream.range(0, links).mapToObj(i -> link(i, now)).toList();
    targets = contender.make(all);
    for (var link : all) {
      var target = targets.find(link.code());
      if (target == null
          || !Arrays.equals(target.location(), link.url().text().getBytes(US_ASCII))) {
        throw new IllegalStateException("not there, or elsewhere: " + link.code());
      }
    }
    var draws = new Zipf(links, Zipf.EXPONENT_WEB).draws(ASKED, SEED);
    Arrays.setAll(asked, i -> all.get(draws[i]).code().getBytes(US_ASCII));
  }

  private Link link(int number, Instant now) {
    return new Link(
        Base62.encode(permutation.apply(number), PermutedCounter.DIGITS),
        TargetUrl.parse("https://example.com/articles/" + number, Set.of()),
        RedirectKind.FOUND,
        Optional.empty(),
        List.of(),
        now,
        Optional.empty(),
        Optional.empty());
  }

  private static Targets ours(List<Link> links) {
    try (var redis = Redis.open(NO_REDIS)) {
      var lookup =
          new LinkLookup(
              new LinkLookup.Parts(
                  new RedisTargets(redis, "bench:", InstantSource.system(), () -> 0),
                  Shards.inOrder(
                      List.of(
                          new LinkReads(
                              new NoLinks(),
                              Optional.empty(),
                              new CallShare(1),
                              InstantSource.system()))),
                  new KnownCodes(new SipHash(3, 4), links.size()),
                  _ -> true,
                  Runnable::run,
                  new CacheMeters(new Metrics().registry())),
              links.size());
      links.forEach(link -> lookup.remember(link).toCompletableFuture().join());
      return lookup::inMemory;
    }
  }

  private static final class NoLinks implements Links {
    @Override
    public List<Insertion> insert(List<NewLink> batch) {
      throw new UnsupportedOperationException("nothing is made here");
    }

    @Override
    public Optional<StoredLink> find(String code) {
      return Optional.empty();
    }
  }

  /** Each thread's own place among the codes. */
  @State(Scope.Thread)
  public static class Place {
    private int next;

    int next() {
      return next++ & (ASKED - 1);
    }
  }

  /** Where a code leads. */
  @Benchmark
  public @Nullable Target alone(Place place) {
    return targets.find(code(place));
  }

  /** The same, from two event loops. */
  @Benchmark
  @Threads(2)
  public @Nullable Target twoThreads(Place place) {
    return targets.find(code(place));
  }

  /** What all of the others pay for the string. */
  @Benchmark
  public String codeOnly(Place place) {
    return code(place);
  }

  private String code(Place place) {
    return new String(asked[place.next()], US_ASCII);
  }
}
