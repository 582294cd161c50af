package dev.whiteboard.cdn.route;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Turns YAML, and so JSON, into nodes that know their place.
 *
 * <p>Twice: the first pass goes from event to event, counts, and stops where it gets too deep or
 * too much; only then are nodes made, by a library that calls itself once a level.
 */
final class RouteText {
  /** The text, the list, a route, its query, what is ignored: five; and room to be wrong in. */
  private static final int DEPTH_MAX = 8;

  private static final int NODES_MAX = 100_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(RouteParser.TEXT_CHARS_MAX).build();

  private final Problems problems;

  private RouteText(Problems problems) {
    this.problems = problems;
  }

  /** The text's only document; empty where it has none, or one that is wrong. */
  static Optional<Node> read(String text, Problems problems) {
    try {
      return new RouteText(problems).isBounded(text)
          ? new Compose(SETTINGS).composeString(text)
          : Optional.empty();
    } catch (MarkedYamlEngineException e) {
      problems.add(e.getProblemMark(), "", "is neither YAML nor JSON: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(Optional.empty(), "", "is neither YAML nor JSON: " + oneLine(e.getMessage()));
    }
    return Optional.empty();
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).strip().replaceAll("\\s+", " ");
  }

  private boolean isBounded(String text) {
    var depth = 0;
    var nodes = 0;
    for (var event : new Parse(SETTINGS).parseString(text)) {
      depth += step(event);
      nodes++;
      if (depth > DEPTH_MAX || nodes > NODES_MAX) {
        problems.add(event.getStartMark(), "", "is too large or nested too deep");
        return false;
      }
      if (isExtra(event)) {
        problems.add(event.getStartMark(), "", "has an anchor, alias or tag; routes have none");
        return false;
      }
    }
    return true;
  }

  private static int step(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart -> 1;
      case MappingEnd, SequenceEnd -> -1;
      default -> 0;
    };
  }

  private static boolean isExtra(Event event) {
    return event instanceof NodeEvent node
        && (event.getEventId() == Event.ID.Alias
            || node.getAnchor().isPresent()
            || (event instanceof ScalarEvent scalar && scalar.getTag().isPresent()));
  }
}
