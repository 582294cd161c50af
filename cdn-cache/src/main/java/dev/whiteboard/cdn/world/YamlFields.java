package dev.whiteboard.cdn.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of a YAML text, read field by field; what is wrong is told with its line. */
final class YamlFields {
  private final Node node;
  private final String path;
  private final List<TopologyError> errors;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /** Of a node, where it is a mapping; a field that is not known is an error. */
  YamlFields(Node node, String path, Set<String> known, List<TopologyError> errors) {
    this.node = node;
    this.path = path;
    this.errors = errors;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(tuple -> take(tuple.getKeyNode(), tuple.getValueNode(), known));
    } else {
      add(node, path, "must be fields and values");
    }
  }

  private void take(Node name, Node value, Set<String> known) {
    var text = name instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (!known.contains(text)) {
      add(name, field(shown(text)), "is not known; there are " + String.join(", ", known));
    } else if (values.putIfAbsent(text, value) != null) {
      add(name, field(text), "is given twice");
    }
  }

  /** The items of a list; none where it is missing. */
  List<Node> items(String name) {
    return switch (values.get(name)) {
      case SequenceNode list -> list.getValue();
      case null -> List.of();
      case Node other -> {
        add(other, field(name), "must be a list");
        yield List.of();
      }
    };
  }

  /** A text; null where it is missing, or none. */
  @Nullable String text(String name) {
    return switch (values.get(name)) {
      case ScalarNode scalar -> scalar.getValue();
      case null -> null;
      case Node other -> {
        add(other, field(name), "must be a text");
        yield null;
      }
    };
  }

  /** Each text of a list; empty where the list is missing. */
  Optional<List<String>> texts(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    var texts = new ArrayList<String>();
    for (var item : items(name)) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        add(item, field(name), "must hold texts");
      }
    }
    return Optional.of(texts);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Notes what is wrong with a field, where its value is; or the mapping where it has none. */
  void error(String name, String message) {
    add(values.getOrDefault(name, node), field(name), message);
  }

  private String field(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private void add(Node at, String field, String message) {
    add(errors, at.getStartMark(), field, message);
  }

  static void add(List<TopologyError> errors, Optional<Mark> at, String field, String message) {
    var line = at.map(Mark::getLine).orElse(0) + 1;
    var column = at.map(Mark::getColumn).orElse(0) + 1;
    errors.add(new TopologyError(line, column, field, message));
  }

  /** Throws where there is any. */
  static void check(List<TopologyError> errors) {
    if (!errors.isEmpty()) {
      errors.sort(
          Comparator.comparingInt(TopologyError::line).thenComparingInt(TopologyError::column));
      throw new BadTopologyException(errors);
    }
  }

  /** A text as a message may show it: short, on one line. */
  static String shown(String text) {
    var line = text.replaceAll("[^\\p{Graph} ]", "?");
    return line.length() > 40 ? line.substring(0, 40) + "..." : line;
  }
}
