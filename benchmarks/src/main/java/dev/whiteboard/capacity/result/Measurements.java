package dev.whiteboard.capacity.result;

import dev.whiteboard.capacity.figure.Figure.Measured;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What several documents say together: where two have the same figure, the newer one is right. */
public final class Measurements {
  private final Map<String, Measured> figures = new TreeMap<>();
  private final Map<String, Curve> curves = new TreeMap<>();
  private final Map<String, ResultDocument> sources = new LinkedHashMap<>();

  private Measurements() {}

  /** Of documents in any order. */
  public static Measurements of(List<ResultDocument> documents) {
    var all = new Measurements();
    documents.stream().sorted(Comparator.comparing(ResultDocument::at)).forEach(all::add);
    return all;
  }

  private void add(ResultDocument document) {
    document
        .figures()
        .forEach(figure -> {
          figures.put(figure.name(), figure);
          sources.put(figure.name(), document);
        });
    document
        .curves()
        .forEach(curve -> {
          curves.put(curve.id(), curve);
          sources.put(curve.id(), document);
        });
  }

  /** What a gauge showed, counting what it counts; nothing where it was not measured, or was 0. */
  public Optional<Measured> find(Gauge gauge) {
    return Optional.ofNullable(figures.get(gauge.id()))
        .filter(figure -> figure.quantity().value() > 0)
        .map(figure -> figure.counting(gauge.counted()));
  }

  /** All figures by their ids. */
  public List<Measured> figures() {
    return List.copyOf(figures.values());
  }

  /** All curves by their ids. */
  public List<Curve> curves() {
    return List.copyOf(curves.values());
  }

  /** The documents that something was taken from, newest first. */
  public List<ResultDocument> documents() {
    Set<ResultDocument> distinct = new LinkedHashSet<>(sources.values());
    return distinct.stream().sorted(Comparator.comparing(ResultDocument::at).reversed()).toList();
  }
}
