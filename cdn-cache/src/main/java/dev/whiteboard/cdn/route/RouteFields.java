package dev.whiteboard.cdn.route;

import dev.whiteboard.kit.settings.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The fields of one mapping, by name; a mistake is told where it stands. */
final class RouteFields {
  /** The longest list in a route. */
  private static final int ITEMS_MAX = 64;

  private final MappingNode mapping;
  private final String path;
  private final Problems problems;
  private final Map<String, Node> byName = new LinkedHashMap<>();

  RouteFields(MappingNode mapping, String path, Problems problems, List<String> known) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
    mapping.getValue().forEach(field -> take(field, known));
  }

  private void take(NodeTuple field, List<String> known) {
    var at = field.getKeyNode().getStartMark();
    if (!(field.getKeyNode() instanceof ScalarNode key)) {
      problems.add(at, path, "has a field whose name is no text");
    } else if (!known.contains(key.getValue())) {
      var near = Spelling.closest(key.getValue(), known).map(name -> ": is it " + name + "?");
      problems.add(at, path, "has no field " + Problems.shown(key.getValue()) + near.orElse(""));
    } else if (byName.putIfAbsent(key.getValue(), field.getValueNode()) != null) {
      problems.add(at, pathOf(key.getValue()), "is given twice");
    }
  }

  private String pathOf(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** What is wrong with a field: at its value, or at the mapping where it has none. */
  void problem(String field, String detail) {
    problems.add(byName.getOrDefault(field, mapping).getStartMark(), pathOf(field), detail);
  }

  Optional<Node> requiredNode(String field) {
    if (!byName.containsKey(field)) {
      problem(field, "is missing");
    }
    return Optional.ofNullable(byName.get(field));
  }

  Optional<String> required(String field) {
    return requiredNode(field).isPresent() ? text(field) : Optional.empty();
  }

  /** Text, quoted or plain: {@code 007} is text as it stands. */
  Optional<String> text(String field) {
    var node = byName.get(field);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue());
    }
    problem(field, "must be text");
    return Optional.empty();
  }

  Optional<Integer> number(String field, int least, int most) {
    var node = byName.get(field);
    if (node == null) {
      return Optional.empty();
    }
    if (isPlain(node) && ((ScalarNode) node).getValue().matches("[1-9][0-9]{0,8}")) {
      var number = Integer.parseInt(((ScalarNode) node).getValue());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    }
    problem(field, "must be a whole number from " + least + " to " + most);
    return Optional.empty();
  }

  boolean flag(String field) {
    var node = byName.get(field);
    if (node == null) {
      return false;
    }
    var text = isPlain(node) ? ((ScalarNode) node).getValue() : "";
    if (!text.equals("true") && !text.equals("false")) {
      problem(field, "must be true or false");
    }
    return text.equals("true");
  }

  /** A list that has something in it; empty where there is none. */
  List<String> texts(String field) {
    var node = byName.get(field);
    var found = new ArrayList<String>();
    if (node instanceof SequenceNode list && list.getValue().size() <= ITEMS_MAX) {
      for (var item : list.getValue()) {
        if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
          found.add(scalar.getValue());
        }
      }
      if (!found.isEmpty() && found.size() == list.getValue().size()) {
        return found;
      }
    }
    if (node != null) {
      problem(field, "must be a list of 1 to " + ITEMS_MAX + " texts; leave it out for none");
    }
    return List.of();
  }

  Optional<RouteFields> fields(String field, List<String> known) {
    var node = byName.get(field);
    if (node instanceof MappingNode inner) {
      return Optional.of(new RouteFields(inner, pathOf(field), problems, known));
    }
    if (node != null) {
      problem(field, "must have fields: " + String.join(", ", known));
    }
    return Optional.empty();
  }

  private static boolean isPlain(Node node) {
    return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
  }
}
