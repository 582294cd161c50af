package dev.whiteboard.portal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.whiteboard.kit.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsTextTest {
  private static final Set<String> WANTED = Set.of("visits_total");

  private static Sample sample(double value, Map<String, String> labels) {
    return new Sample(new Sample.Key("visits_total", labels), value);
  }

  @Test
  void samples_ofATextWithMore_areThoseWanted() {
    var text =
        """
        # HELP visits_total Visits
        # TYPE visits_total counter
        visits_total{outcome="seen",node="a"} 17.0
        visits_total_more 3.0
        visits 4.0
        visits_total 1.5E3 1795341600000
        """;

    assertThat(MetricsText.samples(text, WANTED))
        .containsExactly(
            sample(17, Map.of("outcome", "seen", "node", "a")), sample(1_500, Map.of()));
  }

  /** What our services print is what is read here. */
  @Test
  void samples_ofAService_areItsMeters() {
    try (var metrics = new Metrics()) {
      metrics.registry().counter("visits", "path", "a\\b\"c\nd").increment(3);

      assertThat(MetricsText.samples(metrics.scrape(), WANTED))
          .containsExactly(sample(3, Map.of("path", "a\\b\"c\nd")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "visits_total",
        "visits_total ",
        "visits_total x",
        "visits_total NaN",
        "visits_total +Inf",
        "visits_total{ 1",
        "visits_total{a} 1",
        "visits_total{a=} 1",
        "visits_total{a=1} 1",
        "visits_total{a=\"1} 1",
        "visits_total{a=\"1\" b=\"2\"} 1",
        "visits_total{=\"1\"} 1",
        "visits_total{a=\"1\"}",
      })
  void samples_malformedOrNotFinite_arePassedOver(String line) {
    assertThat(MetricsText.samples(line + "\nvisits_total 2", WANTED))
        .containsExactly(sample(2, Map.of()));
  }

  @Test
  void samples_moreThanAPageCanMean_areCutOff() {
    var text = "visits_total 1\n".repeat(MetricsText.SAMPLES_MAX + 5);

    assertThat(MetricsText.samples(text, WANTED)).hasSize(MetricsText.SAMPLES_MAX);
  }

  @Property
  void samples_written_areReadAgain(@ForAll("some") List<Sample> samples) {
    var text = new StringBuilder();
    samples.forEach(sample -> text.append(line(sample)).append('\n'));

    assertThat(MetricsText.samples(text.toString(), WANTED)).isEqualTo(samples);
  }

  @Property
  void samples_ofAnyText_areReadWithoutFail(@ForAll("noise") String noise) {
    assertThatCode(() -> MetricsText.samples("visits_total" + noise, WANTED))
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("{}=\",\\ ab1.#\n").ofMaxLength(30);
  }

  @Provide
  Arbitrary<List<Sample>> some() {
    var names = Arbitraries.strings().withCharRange('a', 'z').withChars('_').ofMinLength(1);
    var values = Arbitraries.strings().ofMaxLength(8).filter(value -> value.indexOf('\r') < 0);
    var labels = Arbitraries.maps(names.ofMaxLength(8), values).ofMaxSize(3);
    var numbers = Arbitraries.doubles().between(-1e12, 1e12);
    return Combinators.combine(numbers, labels).as(MetricsTextTest::sample).list().ofMaxSize(10);
  }

  private static String line(Sample sample) {
    var labels = new StringBuilder();
    sample
        .key()
        .labels()
        .forEach((name, value) -> labels.append("%s=\"%s\",".formatted(name, escaped(value))));
    return "visits_total{%s} %s".formatted(labels, sample.value());
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
