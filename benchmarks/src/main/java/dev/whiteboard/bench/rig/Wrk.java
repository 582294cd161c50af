package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.process.Shell;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * wrk, with one thread: it spends the least on a request. It stops in the middle of what is under
 * way, and each of its runs begins with the same requests.
 */
final class Wrk implements LoadGenerator {
  private static final Duration END_MAX = Duration.ofSeconds(30);

  private final RigStack stack;
  private final Path script;
  private final Path lines;
  private final int connections;
  private final String userAgent;
  private final List<String> postTo;

  private Wrk(
      RigStack stack, List<String> lines, List<String> postTo, int connections, String userAgent)
      throws IOException {
    this.stack = stack;
    this.script = stack.file("load.lua");
    this.lines = Files.write(stack.file("lines.txt"), lines);
    this.postTo = postTo;
    this.connections = connections;
    this.userAgent = userAgent;
    try (var in = Objects.requireNonNull(Wrk.class.getResourceAsStream("load.lua"))) {
      Files.write(script, in.readAllBytes());
    }
  }

  /** Whether it is installed. */
  static boolean isInstalled() {
    return Shell.run("wrk", "--version").output().startsWith("wrk ");
  }

  /** Asks for these paths in turn, over and over. */
  static Wrk of(RigStack stack, List<String> paths, int connections, String userAgent)
      throws IOException {
    return new Wrk(stack, paths, List.of(), connections, userAgent);
  }

  /** Posts these bodies of JSON, each on one line, in turn, over and over. */
  static Wrk posting(RigStack stack, String path, List<String> bodies, int connections)
      throws IOException {
    return new Wrk(stack, bodies, List.of(path), connections, "rig");
  }

  @Override
  public String name() {
    return "wrk, 1 thread";
  }

  @Override
  public int cutOffMax() {
    return connections;
  }

  @Override
  public LoadResult run(URI server, Duration time) throws IOException {
    var result = stack.file("load.json");
    Files.deleteIfExists(result);
    var command =
        Stream.concat(
                Stream.of(
                    "wrk",
                    "--threads=1",
                    "--connections=" + connections,
                    "--duration=" + time.toSeconds() + "s",
                    "--timeout=10s",
                    "--header=User-Agent: " + userAgent,
                    "--script=" + script,
                    server.toString(),
                    "--",
                    lines.toString()),
                postTo.stream())
            .toList();
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LOAD_RESULT", result.toString());
    var log = stack.file("wrk.log");
    await(builder.redirectOutput(log.toFile()).start(), time.plus(END_MAX));
    if (!Files.exists(result)) {
      throw new IOException("wrk says: " + Files.readString(log));
    }
    return read(new JsonObject(Files.readString(result)));
  }

  private static void await(Process wrk, Duration timeMax) throws IOException {
    try {
      if (!wrk.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
        wrk.destroyForcibly();
        throw new IOException("wrk does not end");
      }
    } catch (InterruptedException e) {
      wrk.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static LoadResult read(JsonObject json) {
    return new LoadResult(
        json.getLong("answered"),
        json.getLong("errors"),
        json.getLong("micros") / 1e6,
        new Latency(
            json.getLong("p50Micros"),
            json.getLong("p99Micros"),
            json.getLong("p999Micros"),
            json.getLong("maxMicros")));
  }
}
