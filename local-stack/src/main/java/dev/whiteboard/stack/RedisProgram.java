package dev.whiteboard.stack;

import dev.whiteboard.stack.process.Archives;
import dev.whiteboard.stack.process.Platform;
import dev.whiteboard.stack.process.ProgramCache;
import dev.whiteboard.stack.process.ServerException;
import dev.whiteboard.stack.process.ServerFolder;
import dev.whiteboard.stack.process.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@code redis-server} that runs here. The two bundled ones with TLS want OpenSSL 3 from the
 * system, which not every machine has: what follows them in the list wants nothing.
 */
final class RedisProgram {
  private static final String NAME = "redis-server";

  private RedisProgram() {}

  /**
   * The first that runs: bundled, or installed.
   *
   * @throws ServerException if none does, with what each said
   */
  static String find(ServerFolder folder) {
    ProgramCache cache = ProgramCache.orIn(folder);
    List<String> refusals = new ArrayList<>();
    for (String candidate : candidates(Platform.current())) {
      String program = candidate.equals(NAME) ? NAME : unpacked(cache, candidate).toString();
      Shell.Result tried = Shell.run(program, "--version");
      if (tried.succeeded()) {
        return program;
      }
      refusals.add(candidate + ": " + tried.lastLines());
    }
    throw new ServerException("no Redis runs here: " + String.join("; ", refusals));
  }

  /** The 32-bit one and, by Rosetta, the Intel one have everything in them. */
  static List<String> candidates(Platform platform) {
    Stream<String> bundled =
        switch (platform) {
          case LINUX_AMD64 ->
              Stream.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
          case LINUX_ARM64 -> Stream.of("redis-server-6.2.7-linux-arm64");
          case MACOS_AMD64 -> Stream.of("redis-server-6.2.6-v5-darwin-amd64");
          case MACOS_ARM64 ->
              Stream.of("redis-server-6.2.6-v5-darwin-arm64", "redis-server-6.2.6-v5-darwin-amd64");
        };
    return Stream.concat(bundled, Stream.of(NAME)).toList();
  }

  private static Path unpacked(ProgramCache cache, String resource) {
    return cache
        .unpacked(resource, (in, folder) -> Archives.writeProgram(in, folder.resolve(NAME)))
        .resolve(NAME);
  }
}
