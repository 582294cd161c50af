package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.NodeGroup;
import dev.whiteboard.kit.settings.IntRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a topology from YAML. A text with one error is refused whole, with all of its errors.
 *
 * <pre>{@code
 * nodes:
 *   - name: edge-eu-1
 *     tier: edge                 # edge, regional, central or shield
 *     region: eu
 *     host: 10.0.0.7             # where others reach it; CDN_HOST without it
 *     internal: 8460             # for other nodes; a free one without it
 *     port: 8440                 # for clients: edges only
 *     tls: 8444
 *     parents: [regional-eu]     # all of the next tier that there is, without it
 * }</pre>
 */
public final class TopologyReader {
  /** The longest text. */
  public static final int TEXT_CHARS_MAX = 1 << 18;

  /** A process of its own for more. */
  static final int NODES_MAX = 256;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
  private static final String NAME_RULE =
      "must be 1 to 40 letters a-z, digits and hyphens, with no hyphen at either end";
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");
  private static final Set<String> TOP = Set.of("nodes");
  private static final Set<String> KNOWN =
      new TreeSet<>(
          List.of("name", "tier", "region", "host", "internal", "port", "tls", "parents"));

  private final String host;
  private final List<TopologyError> errors = new ArrayList<>();
  private final List<NodeSpec> nodes = new ArrayList<>();
  private final Map<String, YamlFields> fieldsByName = new HashMap<>();

  private TopologyReader(String host) {
    this.host = host;
  }

  /**
   * Reads it.
   *
   * @param host for nodes that say none
   * @throws BadTopologyException naming everything that is wrong
   */
  public static Topology read(String text, String host) {
    var reader = new TopologyReader(host);
    reader.document(text).ifPresent(reader::top);
    YamlFields.check(reader.errors);
    var all = new Topology(reader.nodes);
    var whole = new Topology(all.nodes().stream().map(node -> withParents(all, node)).toList());
    whole.nodes().forEach(node -> reader.checkParents(whole, node));
    YamlFields.check(reader.errors);
    return whole;
  }

  private Optional<Node> document(String text) {
    var settings = LoadSettings.builder().setCodePointLimit(TEXT_CHARS_MAX).build();
    try {
      var document = new Compose(settings).composeString(text);
      if (document.isEmpty()) {
        YamlFields.add(errors, Optional.empty(), "", "is empty");
      }
      return document;
    } catch (MarkedYamlEngineException e) {
      var problem = e.getProblem() == null ? "unexpected text" : e.getProblem();
      YamlFields.add(
          errors, e.getProblemMark(), "", "is no YAML: " + problem.strip().replaceAll("\\s+", " "));
    } catch (YamlEngineException _) {
      YamlFields.add(errors, Optional.empty(), "", "is no YAML, or too long");
    }
    return Optional.empty();
  }

  private void top(Node node) {
    var top = new YamlFields(node, "", TOP, errors);
    var items = top.items("nodes");
    if (items.isEmpty() || items.size() > NODES_MAX) {
      top.error("nodes", "must be 1 to " + NODES_MAX + " nodes");
      return;
    }
    for (var i = 0; i < items.size(); i++) {
      node(new YamlFields(items.get(i), "nodes[" + i + "]", KNOWN, errors));
    }
    checkEdges(top);
  }

  private void checkEdges(YamlFields top) {
    if (errors.isEmpty() && nodes.stream().noneMatch(node -> node.tier() == Tier.EDGE)) {
      top.error("nodes", "must have an edge");
    }
    for (var tier : Tier.values()) {
      if (nodes.stream().filter(node -> node.tier() == tier).count() > NodeGroup.NODES_MAX) {
        top.error("nodes", "must have at most " + NodeGroup.NODES_MAX + " of a tier");
      }
    }
  }

  private void node(YamlFields fields) {
    var name = named(fields, "name");
    var tier = tier(fields);
    var region = named(fields, "region");
    var at = fields.text("host");
    if (at != null && !HOST.matcher(at).matches()) {
      fields.error("host", "must be an address or a name");
    }
    var node =
        new NodeSpec(
            name,
            tier,
            region,
            at == null ? host : at,
            port(fields, "internal", 0),
            ports(fields, tier),
            fields.texts("parents").orElse(List.of()));
    nodes.add(node);
    if (fieldsByName.putIfAbsent(name, fields) != null && !name.isEmpty()) {
      fields.error("name", "must be unlike all others");
    }
  }

  private static String named(YamlFields fields, String field) {
    var name = fields.text(field);
    if (name == null || !NAME.matcher(name).matches()) {
      fields.error(field, name == null ? "is missing" : NAME_RULE);
      return "";
    }
    return name;
  }

  private static Tier tier(YamlFields fields) {
    var text = fields.text("tier");
    for (var tier : Tier.values()) {
      if (tier.label().equals(text)) {
        return tier;
      }
    }
    fields.error("tier", text == null ? "is missing" : "must be edge, regional, central or shield");
    return Tier.EDGE;
  }

  private static Optional<NodeSpec.Ports> ports(YamlFields fields, Tier tier) {
    if (tier == Tier.EDGE) {
      return Optional.of(new NodeSpec.Ports(port(fields, "port", 0), port(fields, "tls", 0)));
    }
    for (var field : List.of("port", "tls")) {
      if (fields.has(field)) {
        fields.error(field, "is for edges only: clients ask no other node");
      }
    }
    return Optional.empty();
  }

  private static int port(YamlFields fields, String field, int otherwise) {
    var text = fields.text(field);
    if (text == null) {
      return otherwise;
    }
    if (!isPort(text)) {
      fields.error(field, "must be a port from 0 to 65535, in plain digits");
      return otherwise;
    }
    return Integer.parseInt(text);
  }

  private static boolean isPort(@Nullable String text) {
    return text != null
        && text.matches("\\d{1,5}")
        && IntRange.PORTS.contains(Integer.parseInt(text));
  }

  private static NodeSpec withParents(Topology all, NodeSpec node) {
    return node.parents().isEmpty() ? node.withParents(nextTier(all, node.tier())) : node;
  }

  /** A world may do without some tiers. */
  private static List<String> nextTier(Topology all, Tier tier) {
    for (var next : Tier.values()) {
      if (next.compareTo(tier) > 0 && !all.in(next).isEmpty()) {
        return all.in(next).stream().map(NodeSpec::name).toList();
      }
    }
    return List.of();
  }

  /** Who asks later tiers only can't be asked by them: no request goes in a circle. */
  private void checkParents(Topology all, NodeSpec node) {
    var fields = fieldsByName.get(node.name());
    for (var name : node.parents()) {
      var parent = all.node(name);
      if (fields != null && parent.isEmpty()) {
        fields.error("parents", "has '" + YamlFields.shown(name) + "', which is no node");
      } else if (fields != null && parent.get().tier().compareTo(node.tier()) <= 0) {
        fields.error("parents", "has " + name + ", which is not of a later tier");
      }
    }
  }
}
