package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** What was asked for, one key after the other, as somebody recorded it. */
public final class Trace {
  private static final int XZ = 0xFD;
  private static final int GZIP = 0x1F;
  private static final int HEX = 16;

  private final long[] keys;

  /** Of each key, as it was asked for; 1 where a trace tells none. */
  private final long[] weights;

  private Trace(long[] keys, long[] weights) {
    this.keys = keys;
    this.weights = weights;
  }

  /** How a file is written. Names and forms are those of Caffeine's simulator. */
  public enum Format {
    /** Numbers of 4 bytes. */
    CACHE2K,
    /** The same. */
    CLOUD_PHYSICS,
    /** Numbers of 8 bytes. */
    CORDA,
    /** The same. */
    SCARAB,
    /** A number a line, and lines of a star. */
    LIRS,
    /** {@code l 0x1fffff78 1}: load or store, where, and how long since. */
    ADDRESS,
    /** A hash of 128 bits a line, of which the last 60 are taken. */
    GRADLE,
    /** {@code time key bytes}. */
    ADAPT_SIZE;

    /** By its name, as it is typed: {@code adapt-size}. */
    static Format of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** These keys, all of weight 1. */
  public static Trace of(long... keys) {
    return of(Arrays.stream(keys));
  }

  /**
   * Reads a trace, whether packed by xz, gzip or not at all.
   *
   * @param file where it is: {@link TraceFile}
   * @throws IOException where it can't be read, or is not of the format
   */
  public static Trace read(Format format, String file) throws IOException {
    try (var packed = TraceFile.open(format, file);
        var in = unpacked(packed)) {
      return switch (format) {
        case CACHE2K, CLOUD_PHYSICS -> of(numbers(in, Integer.BYTES));
        case CORDA, SCARAB -> of(numbers(in, Long.BYTES));
        case LIRS -> of(lines(in).filter(line -> !line.startsWith("*")).mapToLong(Long::parseLong));
        case ADDRESS -> of(lines(in).mapToLong(line -> Long.decode(line.split(" ", -1)[1])));
        case GRADLE ->
            of(
                lines(in)
                    .mapToLong(line -> Long.parseLong(line.substring(line.length() - 15), HEX)));
        case ADAPT_SIZE -> weighed(lines(in).map(line -> line.split(" ", -1)).toList());
      };
    } catch (RuntimeException e) {
      throw new IOException(file + " is not of the format " + format, e);
    }
  }

  private static InputStream unpacked(InputStream packed) throws IOException {
    var in = new BufferedInputStream(packed);
    in.mark(1);
    var first = in.read();
    in.reset();
    return new BufferedInputStream(
        switch (first) {
          case XZ -> new XZInputStream(in);
          case GZIP -> new GZIPInputStream(in);
          default -> in;
        });
  }

  private static LongStream numbers(InputStream in, int bytes) throws IOException {
    var numbers = LongStream.builder();
    var data = new DataInputStream(in);
    while (true) {
      try {
        numbers.add(bytes == Integer.BYTES ? data.readInt() : data.readLong());
      } catch (EOFException _) {
        return numbers.build();
      }
    }
  }

  private static Stream<String> lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, US_ASCII))
        .lines()
        .filter(line -> !line.isBlank())
        .map(String::strip);
  }

  private static Trace of(LongStream keys) {
    var all = keys.toArray();
    var weights = new long[all.length];
    Arrays.fill(weights, 1);
    return new Trace(all, weights);
  }

  private static Trace weighed(List<String[]> lines) {
    return new Trace(
        lines.stream().mapToLong(line -> Long.parseLong(line[1])).toArray(),
        lines.stream().mapToLong(line -> Long.parseLong(line[2])).toArray());
  }

  /** The same keys, all of weight 1. */
  public Trace byEntries() {
    return of(Arrays.stream(keys));
  }

  /** Whether all weigh 1. */
  public boolean isByEntries() {
    return Arrays.stream(weights).allMatch(weight -> weight == 1);
  }

  /** Requests. */
  public int length() {
    return keys.length;
  }

  /** What the request of that place asks for, from 0. */
  public long key(int place) {
    return keys[place];
  }

  /** What it weighs. */
  public long weight(int place) {
    return weights[place];
  }

  /** One after the other, as if recorded so. */
  public static Trace joined(List<Trace> traces) {
    return of(traces.stream().flatMapToLong(trace -> Arrays.stream(trace.keys)));
  }
}
