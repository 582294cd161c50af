package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Invalidations for tests. */
final class SomeInvalidations {
  private SomeInvalidations() {}

  static Invalidation of(long sequence) {
    return new Invalidation(
        sequence,
        "i-" + sequence,
        new Target.Tags(Set.of("tag-" + sequence)),
        false,
        Priority.NORMAL,
        Instant.ofEpochMilli(1_000 * sequence),
        Duration.ofDays(1));
  }

  static Arbitrary<Invalidation> any() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.strings().ofMaxLength(40),
            targets(),
            Arbitraries.of(true, false),
            Arbitraries.of(Priority.class),
            Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli),
            Arbitraries.longs().between(0, 1_000_000_000L).map(Duration::ofMillis))
        .as(Invalidation::new);
  }

  private static Arbitrary<Target> targets() {
    var texts = Arbitraries.strings().ofMinLength(1).ofMaxLength(60);
    var sets = texts.list().ofMinSize(1).ofMaxSize(20).map(LinkedHashSet::new);
    return Arbitraries.oneOf(
        sets.map(Target.Urls::new), sets.map(Target.Tags::new), texts.map(Target.Prefix::new));
  }
}
