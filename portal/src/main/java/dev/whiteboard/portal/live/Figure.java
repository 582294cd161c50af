package dev.whiteboard.portal.live;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that a card shows of a running system, and what it is made of.
 *
 * @param id its name in JSON
 * @param label what it is, as it stands below the number
 * @param measure how it comes from the metrics
 */
public record Figure(String id, String label, Measure measure) {
  /** How a figure comes from the metrics. */
  public sealed interface Measure {
    /**
     * How many a second.
     *
     * @param of the counters that are added up
     */
    record Rate(Series of) implements Measure {}

    /**
     * How many of all, 0 to 1, and nothing where there were none.
     *
     * @param part the counters of those
     * @param whole the counters of all
     */
    record Share(Series part, List<Series> whole) implements Measure {
      /** Copies the list. */
      public Share {
        whole = List.copyOf(whole);
      }
    }

    /**
     * How many there are.
     *
     * @param of the gauges that are added up
     */
    record Level(Series of) implements Measure {}

    /** As JSON has it. */
    default String unit() {
      return switch (this) {
        case Rate _ -> "1/s";
        case Share _ -> "share";
        case Level _ -> "1";
      };
    }
  }

  /** The names of the metrics that it needs. */
  Stream<String> names() {
    return switch (measure) {
      case Measure.Rate(var of) -> Stream.of(of.name());
      case Measure.Level(var of) -> Stream.of(of.name());
      case Measure.Share(var part, var whole) ->
          Stream.concat(Stream.of(part), whole.stream()).map(Series::name);
    };
  }
}
