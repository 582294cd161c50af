package dev.whiteboard.cdn.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.benmanes.caffeine.cache.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Recorded traces, out of the simulator's jar: {@code web07@1024} is one and a cache's size. */
final class Traces {
  private Traces() {}

  static long[] read(String name) {
    return switch (name) {
      case "web07", "web12", "orm-busy", "orm-night" -> ints("cache2k/" + name + ".trace.xz");
      case "corda" -> longs("corda/trace_vaultservice.gz");
      case "stress" -> joined("corda", "loop", "loop", "corda");
      default -> lines("lirs/" + name + ".trace.gz");
    };
  }

  private static long[] joined(String... names) {
    return Stream.of(names).map(Traces::read).flatMapToLong(Arrays::stream).toArray();
  }

  private static long[] ints(String path) {
    return read(
        path,
        in -> {
          var data = in.readAllBytes();
          var keys = new long[data.length / Integer.BYTES];
          var ints = ByteBuffer.wrap(data).asIntBuffer();
          Arrays.setAll(keys, ints::get);
          return keys;
        });
  }

  private static long[] longs(String path) {
    return read(
        path,
        in -> {
          var data = in.readAllBytes();
          var keys = new long[data.length / Long.BYTES];
          ByteBuffer.wrap(data).asLongBuffer().get(keys);
          return keys;
        });
  }

  private static long[] lines(String path) {
    return read(
        path,
        in ->
            new BufferedReader(new InputStreamReader(in, US_ASCII))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("*"))
                .mapToLong(Long::parseLong)
                .toArray());
  }

  @FunctionalInterface
  private interface Reader {
    long[] read(InputStream in) throws IOException;
  }

  private static long[] read(String path, Reader reader) {
    try (var packed = Simulator.class.getResourceAsStream("parser/" + path)) {
      if (packed == null) {
        throw new IllegalArgumentException("no such trace: " + path);
      }
      try (var in = path.endsWith(".xz") ? new XZInputStream(packed) : new GZIPInputStream(packed)) {
        return reader.read(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
