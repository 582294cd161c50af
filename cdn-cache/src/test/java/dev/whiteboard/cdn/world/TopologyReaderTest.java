package dev.whiteboard.cdn.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopologyReaderTest {
  private static final String GOOD =
      """
      nodes:
        - { name: edge-1, tier: edge, region: eu, port: 8440, tls: 8444, internal: 9001 }
        - { name: edge-2, tier: edge, region: us, host: 10.0.0.2, parents: [mid-2] }
        - { name: mid-1, tier: regional, region: eu }
        - { name: mid-2, tier: regional, region: us }
        - { name: top, tier: shield, region: eu, internal: 9009 }
      """;

  @Test
  void read_good_hasNodesAsWritten() {
    var topology = TopologyReader.read(GOOD, "127.0.0.1");

    var edge = topology.node("edge-1").orElseThrow();
    assertThat(edge.tier()).isEqualTo(Tier.EDGE);
    assertThat(edge.host()).isEqualTo("127.0.0.1");
    assertThat(edge.internalPort()).isEqualTo(9001);
    assertThat(edge.ports()).contains(new NodeSpec.Ports(8440, 8444));
    assertThat(topology.node("edge-2").orElseThrow().host()).isEqualTo("10.0.0.2");
    assertThat(topology.in(Tier.REGIONAL)).extracting(NodeSpec::name).contains("mid-1", "mid-2");
  }

  @Test
  void clientAddresses_ofPlannedPorts_areWhereClientsAsk() {
    var topology = TopologyReader.read(GOOD, "127.0.0.1");

    assertThat(topology.node("edge-1").orElseThrow().clientAddresses())
        .containsExactly(URI.create("http://127.0.0.1:8440"), URI.create("https://127.0.0.1:8444"));
    assertThat(topology.node("edge-2").orElseThrow().clientAddresses()).isEmpty();
    assertThat(topology.node("top").orElseThrow().clientAddresses()).isEmpty();
  }

  @Test
  void read_noParents_areAllOfTheNextTierThereIs() {
    var topology = TopologyReader.read(GOOD, "127.0.0.1");

    assertThat(topology.node("edge-1").orElseThrow().parents()).containsExactly("mid-1", "mid-2");
    assertThat(topology.node("edge-2").orElseThrow().parents()).containsExactly("mid-2");
    assertThat(topology.node("mid-1").orElseThrow().parents()).containsExactly("top");
    assertThat(topology.node("top").orElseThrow().parents()).isEmpty();
  }

  @Test
  void above_hasParentsAndTheirs_byTier() {
    var topology = TopologyReader.read(GOOD, "127.0.0.1");

    var above = topology.above(topology.node("edge-2").orElseThrow());

    assertThat(above)
        .extracting(tier -> tier.stream().map(NodeSpec::name).toList())
        .containsExactly(List.of("mid-2"), List.of("top"));
  }

  @Test
  void small_hasEightNodes_andEachAsksTheNextTier() {
    var small = Topology.small("127.0.0.1", new NodeSpec.Ports(8440, 8444));

    assertThat(small.nodes()).hasSize(8);
    assertThat(small.in(Tier.EDGE))
        .extracting(node -> node.ports().orElseThrow().plain())
        .containsExactly(8440, 8441, 8442, 8443);
    assertThat(small.above(small.in(Tier.EDGE).getFirst())).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: Edge, tier: edge, region: eu       | nodes[0].name must be 1 to 40
          tier: edge, region: eu                   | nodes[0].name is missing
          name: a, tier: core, region: eu          | nodes[0].tier must be edge, regional
          name: a, tier: edge                      | nodes[0].region is missing
          name: a, tier: edge, region: eu, port: x | nodes[0].port must be a port
          name: a, tier: edge, region: eu, port: 70000 | nodes[0].port must be a port
          name: a, tier: shield, region: eu, tls: 1 | nodes[0].tls is for edges only
          name: a, tier: edge, region: eu, prot: 1 | nodes[0].prot is not known
          name: a, tier: edge, region: eu, parents: [b] | nodes[0].parents has 'b', which is no node
          name: a, tier: edge, region: eu, parents: [a] | nodes[0].parents has a, which is not of a later tier
          name: a, tier: edge, region: eu, parents: a | nodes[0].parents must be a list
          name: a, name: b, tier: edge, region: eu | nodes[0].name is given twice
          """)
  void read_badField_isNamedWithItsLine(String fields, String message) {
    var bad = refused("nodes:\n  - { " + fields + " }\n");

    assertThat(bad.errors().toString()).contains("line 2").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'nodes: ['           | the text is no YAML
          ''                   | the text is empty
          'nodes: []'          | nodes must be 1 to
          'nods: []'           | nods is not known
          'just text'          | must be fields and values
          """)
  void read_badText_isRefused(String text, String message) {
    assertThat(refused(text).getMessage() + refused(text).errors()).contains(message);
  }

  @Test
  void read_twoOfAName_areRefused() {
    var node = "  - { name: a, tier: edge, region: eu }\n";

    assertThat(refused("nodes:\n" + node + node)).hasMessageContaining("must be unlike all others");
  }

  @Test
  void read_severalErrors_areAllTold() {
    var bad = refused("nodes:\n  - { name: A, tier: b }\n  - { tier: edge, region: eu }\n");

    assertThat(bad.errors()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(bad.errors()).extracting(TopologyError::line).isSorted();
  }

  private static BadTopologyException refused(String text) {
    return catchThrowableOfType(
        BadTopologyException.class, () -> TopologyReader.read(text, "127.0.0.1"));
  }
}
