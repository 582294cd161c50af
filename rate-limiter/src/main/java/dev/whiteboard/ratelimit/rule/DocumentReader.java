package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.ratelimit.rule.Value.Bad;
import dev.whiteboard.ratelimit.rule.Value.Field;
import dev.whiteboard.ratelimit.rule.Value.Fields;
import dev.whiteboard.ratelimit.rule.Value.Items;
import dev.whiteboard.ratelimit.rule.Value.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML, and so JSON, into {@link Value}s. Of YAML it takes mappings, lists and scalars only.
 *
 * <p>It reads the parser's events one by one instead of a document that the parser made: so nothing
 * is resolved or multiplied by an alias, a text that is nested too deep is left where it gets too
 * deep, and each value knows its line.
 */
final class DocumentReader {
  /** Rules need four levels: the text, the list, a rule, its match. */
  static final int DEPTH_MAX = 8;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(RuleParser.TEXT_CHARS_MAX).build();

  private static final String STAR = "; the * that means any value is written \"*\"";

  private final Errors errors;
  private final Iterator<Event> events;

  private DocumentReader(String text, Errors errors) {
    this.errors = errors;
    this.events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /** The text's only document; empty where there is none, or it can't be read. */
  static Optional<Value> read(String text, Errors errors) {
    try {
      return new DocumentReader(text, errors).document();
    } catch (TooDeepException e) {
      errors.add(e.place, e.field, "is nested too deep: at most " + DEPTH_MAX + " levels");
    } catch (MarkedYamlEngineException e) {
      var star = "while scanning an alias".equals(e.getContext()) ? STAR : "";
      errors.add(Place.of(e.getProblemMark()), "", "is no YAML: " + problem(e) + star);
    } catch (YamlEngineException _) {
      errors.add(Place.START, "", "is neither YAML nor JSON");
    }
    return Optional.empty();
  }

  private static String problem(MarkedYamlEngineException e) {
    var problem = e.getProblem() == null ? "unexpected text" : e.getProblem();
    return problem.strip().replaceAll("\\s+", " ");
  }

  private Optional<Value> document() {
    if (!begins(Event.ID.DocumentStart)) {
      return Optional.empty();
    }
    var value = value(events.next(), "", 1);
    var end = events.next();
    while (end.getEventId() == Event.ID.DocumentEnd) {
      end = events.next();
    }
    if (end.getEventId() == Event.ID.DocumentStart) {
      errors.add(Place.of(end.getStartMark()), "", "has a second document; one is taken");
    }
    return Optional.of(value);
  }

  /** Goes to the event, or to the end. */
  private boolean begins(Event.ID wanted) {
    while (events.hasNext()) {
      if (events.next().getEventId() == wanted) {
        return true;
      }
    }
    return false;
  }

  private Value value(Event event, String path, int depth) {
    var place = Place.of(event.getStartMark());
    if (depth > DEPTH_MAX) {
      throw new TooDeepException(place, path);
    }
    if (event instanceof AliasEvent) {
      errors.add(place, path, "is an alias, which rules have not" + STAR);
      return new Bad(place);
    }
    refuseExtras(event, place, path);
    return switch (event) {
      case ScalarEvent scalar -> new Text(place, scalar.getValue(), scalar.isPlain());
      case MappingStartEvent _ -> fields(place, path, depth);
      default -> items(place, path, depth);
    };
  }

  private void refuseExtras(Event event, Place place, String path) {
    if (((NodeEvent) event).getAnchor().isPresent()) {
      errors.add(place, path, "has an anchor (&), which rules have not");
    }
    var tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    if (tag.isPresent()) {
      errors.add(place, path, "has a tag (!), which rules have not");
    }
  }

  private Items items(Place place, String path, int depth) {
    var values = new ArrayList<Value>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      values.add(value(event, path + "[" + values.size() + "]", depth + 1));
    }
    return new Items(place, values);
  }

  private Fields fields(Place place, String path, int depth) {
    var fields = new ArrayList<Field>();
    var names = new HashSet<String>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var name = value(event, path, depth + 1);
      var field = path(path, name);
      var value = value(events.next(), field, depth + 1);
      if (!(name instanceof Text text)) {
        errors.add(name.place(), path, "has a field whose name is no text");
      } else if (!names.add(text.text())) {
        errors.add(name.place(), field, "is given twice");
      } else {
        fields.add(new Field(name.place(), text.text(), value));
      }
    }
    return new Fields(place, fields);
  }

  private static String path(String path, Value name) {
    var last = name instanceof Text text ? RuleBounds.asPath(text.text()) : "?";
    return path.isEmpty() ? last : path + "." + last;
  }

  /** Ends the reading: what comes might be nested a million times. */
  private static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String field;

    TooDeepException(Place place, String field) {
      super("nested too deep", null, false, false);
      this.place = place;
      this.field = field;
    }
  }
}
