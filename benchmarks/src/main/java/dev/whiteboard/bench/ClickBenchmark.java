package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.whiteboard.shortener.click.Click;
import dev.whiteboard.shortener.click.ClickBatch;
import dev.whiteboard.shortener.click.ClickBuffer;
import dev.whiteboard.shortener.visitor.Network;
import dev.whiteboard.shortener.visitor.Referrer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a click costs the event loop, without the server around it.
 *
 * <pre>
 *   thread ─▸ headers as new strings ─▸ network, referrer ─▸ record ─▸ nowhere
 *             links by Zipf, 50 browsers, 20 referrers: repeated as on a busy node
 * </pre>
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar ClickBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClickBenchmark {
  private static final int CLICKS = 1 << 12;
  private static final int LINKS = 1_000;
  private static final int BROWSERS = 50;
  private static final int REFERRERS = 20;
  private static final long SEED = 42;
  private static final long FIRST_AT_MILLIS = 1_800_000_000_000L;

  /** Who writes clicks down. */
  @Param public Contender contender = Contender.BATCHES;

  private final String[] codes = new String[CLICKS];
  private final byte[][] userAgents = new byte[CLICKS][];
  private final String[] referrers = new String[CLICKS];
  private final InetAddress[] addresses = new InetAddress[CLICKS];
  private ClickLog log = new Batches(_ -> {});
  private long bytes;
  private int next;

  /** Writes clicks down. */
  interface ClickLog {
    void add(Click click);

    void flush();
  }

  /** All who do that. */
  public enum Contender {
    /** {@link ClickBuffer}: a thousand in a batch, names once each. */
    BATCHES {
      @Override
      ClickLog make(Consumer<byte[]> records) {
        return new Batches(records);
      }

      @Override
      int clicks(byte[] record) {
        return ClickBatch.read(record).clicks().size();
      }
    },
    /** A JSON object for each, as it is often done. */
    JSON_EACH {
      @Override
      ClickLog make(Consumer<byte[]> records) {
        return new JsonEach(records);
      }

      @Override
      int clicks(byte[] record) {
        return new JsonObject(Buffer.buffer(record)).isEmpty() ? 0 : 1;
      }
    };

    abstract ClickLog make(Consumer<byte[]> records);

    /** How many clicks can be read from what was written. */
    abstract int clicks(byte[] record);
  }

  private static final class Batches implements ClickLog {
    private final ClickBuffer buffer;

    private Batches(Consumer<byte[]> records) {
      buffer = new ClickBuffer(1, records);
    }

    @Override
    public void add(Click click) {
      buffer.add(click);
    }

    @Override
    public void flush() {
      buffer.flush();
    }
  }

  private record JsonEach(Consumer<byte[]> records) implements ClickLog {
    @Override
    public void add(Click click) {
      var json =
          new JsonObject()
              .put("code", click.code())
              .put("atMillis", click.atMillis())
              .put("visitor", click.visitor())
              .put("userAgent", click.userAgent())
              .put("referrer", click.referrer())
              .put("country", click.country());
      records.accept(json.toBuffer().getBytes());
    }

    @Override
    public void flush() {}
  }

  /** Makes requests, has their clicks written, and reads them back. */
  @Setup
  public void verify() throws Exception {
    makeRequests();
    var read = new int[1];
    var checked = contender.make(written -> read[0] += contender.clicks(written));
    for (var i = 0; i < CLICKS; i++) {
      checked.add(click(i));
    }
    checked.flush();
    if (read[0] != CLICKS) {
      throw new IllegalStateException("not read back: " + read[0]);
    }
    log = contender.make(written -> bytes += written.length);
  }

  private void makeRequests() throws Exception {
    var random = new SplittableRandom(SEED);
    var links = new Zipf(LINKS, Zipf.EXPONENT_WEB).draws(CLICKS, SEED);
    for (var i = 0; i < CLICKS; i++) {
      codes[i] = "code%03d".formatted(links[i]);
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
  }

  /** A header of its own, as each request has, is made a click: what all contenders pay. */
  @Benchmark
  public Click make() {
    return click(next++ & (CLICKS - 1));
  }

  /** It is made, and written down. */
  @Benchmark
  public long makeAndWrite() {
    log.add(click(next++ & (CLICKS - 1)));
    return bytes;
  }

  private Click click(int i) {
    var userAgent = new String(userAgents[i], ISO_8859_1);
    return new Click(
        codes[i],
        FIRST_AT_MILLIS + i,
        Network.of(addresses[i]).bits() ^ userAgent.hashCode(),
        userAgent,
        Referrer.host(referrers[i]),
        "");
  }
}
