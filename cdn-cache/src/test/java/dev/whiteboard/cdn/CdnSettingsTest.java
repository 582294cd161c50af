package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.cdn.world.Topology;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process reads that is to be one node, or several. */
final class CdnSettingsTest {
  private static final String NODES =
      """
      nodes:
        - {name: edge-1, tier: edge, region: eu, host: 10.0.0.1, internal: 8460, port: 8440}
        - {name: shield, tier: shield, region: eu, host: 10.0.0.2, internal: 8460}
      """;

  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void writeTopology() throws IOException {
    var file = Files.writeString(folder.resolve("topology.yaml"), NODES);
    environment.put("CDN_TOPOLOGY", file.toString());
    environment.put("CDN_NODE_SECRET", "known to all the nodes");
    environment.put("CDN_CONTROL", "http://10.0.0.9:8460");
  }

  private CdnSettings read() {
    return CdnSettings.read(Settings.of(environment, List.of()));
  }

  private static String host(Topology topology, String node) {
    return topology.node(node).orElseThrow().host();
  }

  @Test
  void read_oneNodeInAContainer_listensEverywhere_andFindsOthersWhereTheyAre() {
    environment.putAll(Map.of("CDN_ROLE", "edge", "CDN_NODE", "edge-1", "CDN_HOST", "0.0.0.0"));

    var settings = read();

    assertThat(settings.here()).containsExactly("edge-1");
    assertThat(host(settings.topology(), "edge-1")).isEqualTo("0.0.0.0");
    assertThat(host(settings.topology(), "shield")).isEqualTo("10.0.0.2");
  }

  @Test
  void read_oneNodeWithoutAnAddressOfItsOwn_listensWhereOthersReachIt() {
    environment.putAll(Map.of("CDN_ROLE", "edge", "CDN_NODE", "edge-1"));

    assertThat(host(read().topology(), "edge-1")).isEqualTo("10.0.0.1");
  }

  @Test
  void read_allNodes_listenWhereTheTopologySays() {
    environment.put("CDN_HOST", "0.0.0.0");

    assertThat(host(read().topology(), "edge-1")).isEqualTo("10.0.0.1");
  }

  @Test
  void read_oneNodeWithoutASecret_isRefused() {
    environment.putAll(Map.of("CDN_ROLE", "edge", "CDN_NODE", "edge-1"));
    environment.remove("CDN_NODE_SECRET");

    assertThatThrownBy(this::read)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("CDN_NODE_SECRET");
  }

  @Test
  void read_control_isNoNode() {
    environment.put("CDN_ROLE", "control");

    assertThat(read().here()).isEmpty();
  }
}
