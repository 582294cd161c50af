package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.whiteboard.shortener.click.Click;
import dev.whiteboard.shortener.click.ClickBatch;
import dev.whiteboard.shortener.click.ClickBuffer;
import dev.whiteboard.shortener.visitor.Network;
import dev.whiteboard.shortener.visitor.Referrer;
import java.net.InetAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a click costs the event loop, without the server around it.
 *
 * <pre>
 *   thread ─▸ headers as new strings ─▸ network, referrer ─▸ ClickBuffer ─▸ nowhere
 *             1,000 links, 50 browsers, 20 referrers: repeated as on a busy node
 * </pre>
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar ClickBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClickBenchmark {
  private static final int CLICKS = 1 << 12;
  private static final int LINKS = 1_000;
  private static final int BROWSERS = 50;
  private static final int REFERRERS = 20;
  private static final long SEED = 42;

  private final String[] codes = new String[CLICKS];
  private final byte[][] userAgents = new byte[CLICKS][];
  private final String[] referrers = new String[CLICKS];
  private final InetAddress[] addresses = new InetAddress[CLICKS];
  private long batchBytes;
  private final ClickBuffer buffer = new ClickBuffer(1, batch -> batchBytes += batch.length);
  private int next;

  /** Makes requests, and reads a batch of them back. */
  @Setup
  public void verify() throws Exception {
    var random = new SplittableRandom(SEED);
    for (var i = 0; i < CLICKS; i++) {
      codes[i] = "code%03d".formatted(random.nextInt(LINKS));
      userAgents[i] =
          ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " Chrome/%d.0.0.0 Safari/537.36")
              .formatted(100 + random.nextInt(BROWSERS))
              .getBytes(ISO_8859_1);
      referrers[i] = "https://site%d.example.com/path/page".formatted(random.nextInt(REFERRERS));
      var address = new byte[4];
      random.nextBytes(address);
      addresses[i] = InetAddress.getByAddress(address);
    }
    var clicks = new int[1];
    var checked = new ClickBuffer(1, batch -> clicks[0] += ClickBatch.read(batch).clicks().size());
    for (var i = 0; i < CLICKS; i++) {
      checked.add(click(i));
    }
    checked.flush();
    if (clicks[0] != CLICKS) {
      throw new IllegalStateException("not read back: " + clicks[0]);
    }
  }

  /** A header of its own, as each request has, is made a click. */
  @Benchmark
  public Click make() {
    return click(next++ & (CLICKS - 1));
  }

  /** It is made, and put into the batch. */
  @Benchmark
  public long makeAndAdd() {
    buffer.add(click(next++ & (CLICKS - 1)));
    return batchBytes;
  }

  private Click click(int i) {
    var userAgent = new String(userAgents[i], ISO_8859_1);
    return new Click(
        codes[i],
        1_800_000_000_000L + i,
        Network.of(addresses[i]).bits() ^ userAgent.hashCode(),
        userAgent,
        Referrer.host(referrers[i]),
        "");
  }
}
