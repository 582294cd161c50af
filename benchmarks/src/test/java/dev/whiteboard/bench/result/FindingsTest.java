package dev.whiteboard.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FindingsTest {
  private final Findings findings = new Findings("purge");

  @Test
  void figure_ofRounds_hasMedianAndRange() {
    findings.figure(Quantity.PURGE_P50, List.of(4.0, 2.0, 3.0));
    assertThat(findings.figures())
        .containsExactly(
            new Figure("purge.p50", "purge", Unit.MILLIS, new Spread(3, 2, 4), 3, false));
  }

  @Test
  void figure_thatCouldBeMore_saysSo_andKeepsItInADocument() {
    findings.figure(Quantity.PURGE_P50, List.of(4.0));
    findings.atLeast(Quantity.PURGE_P50);

    var figure = findings.figures().getFirst();
    assertThat(figure.atLeast()).isTrue();
    assertThat(figure.toString()).contains("at least");
    assertThat(Figure.from(figure.toJson())).isEqualTo(figure);
  }

  @Test
  void figure_ofAnother_isRefused() {
    assertThatThrownBy(() -> findings.figure(Quantity.RING_LOOKUP, List.of(1.0)))
        .hasMessage("purge gives ring.lookup, which is ring's");
  }

  @Test
  void figure_twice_isRefused() {
    findings.figure(Quantity.PURGE_P50, List.of(1.0));
    assertThatThrownBy(() -> findings.figure(Quantity.PURGE_P50, List.of(1.0)))
        .hasMessage("purge.p50 is given twice");
  }

  @Test
  void figure_thatIsNoNumber_isRefused() {
    assertThatThrownBy(() -> findings.figure(Quantity.PURGE_P50, List.of(Double.NaN)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> findings.figure(Quantity.PURGE_P50, List.of()))
        .hasMessageContaining("purge.p50");
  }

  @Test
  void missing_namesWhatNobodyGave() {
    findings.figure(Quantity.PURGE_P50, List.of(1.0));
    assertThat(findings.missing())
        .containsExactly(new Missing("purge", "purge.p99", "not measured with these options"));
  }

  @Test
  void notInstalled_isMissingWithAllThatNeedsIt() {
    var edge = new Findings("edge-hit");
    edge.notInstalled("NGINX", Quantity.EDGE_HIT_NGINX_1K);
    assertThat(edge.missing())
        .contains(
            new Missing("edge-hit", "NGINX", "not installed"),
            new Missing("edge-hit", "edge-hit.nginx-1k", "NGINX is not installed"))
        .extracting(Missing::what)
        .doesNotHaveDuplicates();
  }
}
