package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.world.CdnNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is restricted to a region is in no store outside of it, on any tier. */
class RegionsIT {
  private RunningCdn cdn;
  private String origin;

  @BeforeEach
  void start() throws Exception {
    cdn = RunningCdn.start(Map.of());
    origin = cdn.origin();
  }

  @AfterEach
  void close() {
    cdn.close();
  }

  /** Central and shield are in eu, so that for us alone the way up has none but a regional node. */
  @Test
  void restricted_toOneRegion_isInNoStoreOutside() throws Exception {
    for (var region : new String[] {"eu", "us"}) {
      restrict(region);
      for (var size = 1; size <= 40; size++) {
        var path = "/size/" + size + "?" + region;
        assertThat(cdn.get("edge-" + region + "-1", path).statusCode()).isEqualTo(200);
        assertThat(cdn.get("edge-" + region + "-2", path).statusCode()).isEqualTo(200);
        assertThat(kept(path)).as(path).isPositive();
        assertThat(keptOutside(region, path)).as(path).isZero();
      }
    }
  }

  @Test
  void restricted_askedForElsewhere_is451AndNotKept() throws Exception {
    restrict("eu");

    var answer = cdn.get("edge-us-1", "/size/1000");

    assertThat(answer.statusCode()).isEqualTo(451);
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(cdn.nodes()).allMatch(node -> node.store().size() == 0);
    assertThat(cdn.refused("forbidden")).isEqualTo(1);
  }

  @Test
  void restricted_afterItWasKeptEverywhere_isTakenOutOutside() throws Exception {
    for (var edge : new String[] {"edge-eu-1", "edge-us-1"}) {
      assertThat(cdn.get(edge, "/size/1000").statusCode()).isEqualTo(200);
    }
    assertThat(keptOutside("eu", "/size/1000")).isPositive();

    restrict("eu");

    assertThat(keptOutside("eu", "/size/1000")).isZero();
    assertThat(cdn.get("edge-us-1", "/size/1000").statusCode()).isEqualTo(451);
    assertThat(cdn.get("edge-eu-1", "/size/1000").statusCode()).isEqualTo(200);
  }

  @Test
  void restricted_writtenInAnotherWay_isTheSame() throws Exception {
    restrict("eu");

    assertThat(cdn.get("edge-us-1", "/%73ize/1000").statusCode()).isEqualTo(451);
    assertThat(cdn.get("edge-us-1", "//size/1000").statusCode()).isEqualTo(451);
  }

  private void restrict(String region) throws Exception {
    cdn.routes(
        """
        - { name: restricted, pathPrefix: /size/, origin: "%s", allowedRegions: [%s] }
        - { name: rest, origin: "%s" }
        """
            .formatted(origin, region, origin));
  }

  private long kept(String path) {
    return cdn.nodes().stream().filter(node -> isKept(node, path)).count();
  }

  private long keptOutside(String region, String path) {
    return cdn.nodes().stream()
        .filter(node -> !node.spec().region().equals(region))
        .filter(node -> isKept(node, path))
        .count();
  }

  /** Under the name of any edge, which is part of the key. */
  private boolean isKept(CdnNode node, String path) {
    return cdn.nodes().stream()
        .flatMap(edge -> edge.clientAddresses().stream())
        .map(address -> new RequestHead("GET", "http", address.getAuthority(), path, Fields.NONE))
        .anyMatch(request -> !node.store().find(request).isEmpty());
  }
}
