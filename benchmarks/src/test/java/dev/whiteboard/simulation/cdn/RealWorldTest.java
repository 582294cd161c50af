package dev.whiteboard.simulation.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.store.Keys;
import dev.whiteboard.cdn.world.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The small end for real: the CDN's eight nodes, and the same caches simulated beside them. */
final class RealWorldTest {
  private static final int OBJECTS = 60;
  private static final int REQUESTS = 400;
  private static final int ROOM = 1_000;

  private static RealWorld real;

  @BeforeAll
  static void start() throws Exception {
    real = new RealWorld();
  }

  @AfterAll
  static void stop() {
    real.close();
  }

  /** Each request is answered by the tier that the simulation says. */
  @Test
  void get_manyObjects_isAnsweredWhereSimulated() throws Exception {
    var edges = real.names(Tier.EDGE);
    var simulated = new Simulated(edges);
    var catalogue = Catalogue.zipf(OBJECTS + 1L, 0.9, OBJECTS + 1);
    var random = new SplittableRandom(1);
    var expected = new ArrayList<String>();
    var answered = new ArrayList<String>();
    for (var i = 0; i < REQUESTS; i++) {
      var edge = edges.get(random.nextInt(edges.size()));
      var object = catalogue.draw(random);
      expected.add(simulated.whoAnswers(edge, object));
      answered.add(tier(real.whoAnswers(edge, path(object))));
    }

    assertThat(answered).isEqualTo(expected);
    assertThat(answered).contains(Tier.EDGE.name(), Tier.REGIONAL.name(), RealWorld.ORIGIN);
  }

  @ParameterizedTest
  @EnumSource
  void invalidate_anyStrategy_reachesAllEight(Kind kind) throws Exception {
    var path = "/purged/" + kind;
    for (var edge : real.names(Tier.EDGE)) {
      real.whoAnswers(edge, path);
      assertThat(real.whoAnswers(edge, path)).isEqualTo(edge);
    }

    real.invalidate(path, kind);

    assertThat(real.whoAnswers(real.names(Tier.EDGE).getFirst(), path)).isEqualTo(RealWorld.ORIGIN);
  }

  private static String path(int object) {
    return "/objects/" + object;
  }

  /** The tier of a node, or the origin. */
  private static String tier(String node) {
    return Stream.of(Tier.values())
        .filter(tier -> real.names(tier).contains(node))
        .map(Tier::name)
        .findFirst()
        .orElse(RealWorld.ORIGIN);
  }

  /** The same nodes, by the classes of the simulation. */
  private static final class Simulated {
    private final Map<String, TierCache> edges = new HashMap<>();
    private final Map<Tier, TierCache> above = new EnumMap<>(Tier.class);

    Simulated(List<String> names) {
      names.forEach(name -> edges.put(name, cache(List.of(name))));
      for (var tier : List.of(Tier.REGIONAL, Tier.CENTRAL, Tier.SHIELD)) {
        above.put(tier, cache(real.names(tier)));
      }
    }

    private static TierCache cache(List<String> names) {
      return new TierCache(names, Policy.DEFAULT, ROOM);
    }

    String whoAnswers(String edge, int object) {
      var hash = Keys.hash("http://" + RealWorld.HOST + path(object));
      if (Objects.requireNonNull(edges.get(edge)).ask(object, hash)) {
        return Tier.EDGE.name();
      }
      for (var tier : above.entrySet()) {
        if (tier.getValue().ask(object, hash)) {
          return tier.getKey().name();
        }
      }
      return RealWorld.ORIGIN;
    }
  }
}
