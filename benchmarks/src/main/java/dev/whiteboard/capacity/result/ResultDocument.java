package dev.whiteboard.capacity.result;

import dev.whiteboard.bench.result.Machine;
import dev.whiteboard.bench.result.Missing;
import dev.whiteboard.capacity.figure.Figure.Measured;
import java.time.Instant;
import java.util.List;

/**
 * What one run of a benchmark, or of all, left behind.
 *
 * @param file its name
 * @param bench which benchmark, or {@code all}
 * @param at when
 * @param commit of what was measured
 * @param quick whether it was a short run, whose figures are rough
 * @param finished whether it came to its end
 * @param machine where
 * @param figures by its benchmarks
 * @param curves by its benchmarks
 * @param missing what could not be measured
 */
public record ResultDocument(
    String file,
    String bench,
    Instant at,
    String commit,
    boolean quick,
    boolean finished,
    Machine machine,
    List<Measured> figures,
    List<Curve> curves,
    List<Missing> missing) {
  /** Lists are kept as they are now. */
  public ResultDocument {
    figures = List.copyOf(figures);
    curves = List.copyOf(curves);
    missing = List.copyOf(missing);
  }
}
