package dev.whiteboard.ratelimit.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.ratelimit.limit.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A script that decides by some algorithms, made of their files and no others.
 *
 * @param text in Lua 5.1
 * @param sha1 what Redis knows it by: reckoned here, so that nothing is asked before the first call
 */
record Script(String text, String sha1) {
  /** By Redis' clock. */
  static Script of(Set<Algorithm> algorithms) {
    return endingWith("now.lua", algorithms);
  }

  /** With another last part: the one that has the clock. */
  static Script endingWith(String last, Set<Algorithm> algorithms) {
    var parts = new ArrayList<>(List.of("exact.lua", "begin.lua"));
    parts.addAll(foundations(algorithms));
    new TreeSet<>(algorithms).forEach(algorithm -> parts.add(algorithm.text() + ".lua"));
    parts.addAll(List.of("decide.lua", last));
    return of(parts.stream().map(Script::read).collect(Collectors.joining("\n")));
  }

  private static Script of(String text) {
    return new Script(text, sha1(text));
  }

  private static Set<String> foundations(Set<Algorithm> algorithms) {
    return algorithms.stream()
        .flatMap(algorithm -> foundation(algorithm).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<String> foundation(Algorithm algorithm) {
    return switch (algorithm) {
      case GCRA, LEAKY_QUEUE -> Optional.of("schedule.lua");
      case SLIDING_LOG, CONCURRENCY -> Optional.of("holders.lua");
      case FIXED_WINDOW, SLIDING_WINDOW, TOKEN_BUCKET, LEAKY_BUCKET -> Optional.empty();
    };
  }

  private static String read(String name) {
    try (var in = Script.class.getResourceAsStream("/redis/ratelimit/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
