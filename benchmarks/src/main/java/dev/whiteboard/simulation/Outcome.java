package dev.whiteboard.simulation;

import java.util.List;

/**
 * What a simulation found.
 *
 * @param tables for people
 * @param figures for the capacity sheet
 */
public record Outcome(List<Table> tables, List<Figure> figures) {
  /** Copies both. */
  public Outcome {
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
  }
}
