package dev.whiteboard.cdn.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that die, and are back: whose keys go where. */
final class NodeLossTest {
  private static final List<String> REGIONALS = List.of("mid-1", "mid-2", "mid-3", "mid-4");
  private static final List<String> PATHS =
      IntStream.range(0, 40).mapToObj(i -> "/key-" + i).toList();
  private static final int BACKLOG = 1_000;

  /** A check that fails takes up to 800 ms, and two must. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);

  private SmallWorld world;

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void regionalOff_itsKeysMoveToTheNext_noOthersDo_andComeBack() throws Exception {
    world = SmallWorld.start(topology(0), List.of());
    world.origin().answers(200, "never kept", "Cache-Control", "no-store");
    var all = owners(REGIONALS);
    await().untilAsserted(() -> assertThat(asked()).isEqualTo(all));

    world.node("mid-2").switchOff();

    var without = owners(List.of("mid-1", "mid-3", "mid-4"));
    await().atMost(NOTICED_WITHIN).untilAsserted(() -> assertThat(asked()).isEqualTo(without));
    all.forEach((path, owner) -> {
      if (!owner.equals("mid-2")) {
        assertThat(without).containsEntry(path, owner);
      }
    });

    world.node("mid-2").switchOn();

    await().atMost(NOTICED_WITHIN).untilAsserted(() -> assertThat(asked()).isEqualTo(all));
  }

  /** Its port is open and nobody reads: what a process looks like that was stopped. */
  @Test
  void regionalPaused_itsKeysMoveToTheNext() throws Exception {
    try (var paused = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      world = SmallWorld.start(topology(paused.getLocalPort()), List.of("mid-2"));
      world.origin().answers(200, "never kept", "Cache-Control", "no-store");
      var without = owners(List.of("mid-1", "mid-3", "mid-4"));
      var its = PATHS.stream().filter(path -> owner(REGIONALS, path).equals("mid-2")).findFirst();

      var begun = new ArrayList<CompletableFuture<SmallWorld.Answer>>();

      await()
          .atMost(NOTICED_WITHIN)
          .until(() -> {
            begun.add(world.begin("edge", its.orElseThrow()));
            return begun.stream().anyMatch(one -> one.isDone() && one.join().status() == 200);
          });
      assertThat(asked()).isEqualTo(without);
    }
  }

  @Test
  void tiersOff_theNextIsAsked_andAtLastTheOrigin() throws Exception {
    world = SmallWorld.start();
    world.origin().answers(200, "never kept", "Cache-Control", "no-store");
    var regional = world.owner(Tier.REGIONAL, "/up");
    assertThat(path()).containsExactly("shield", "central", regional, "edge-eu-1");

    world.node("central").switchOff();
    awaitPath("shield", regional, "edge-eu-1");

    world.node("shield").switchOff();
    awaitPath(regional, "edge-eu-1");

    world.node("regional-eu").switchOff();
    world.node("regional-us").switchOff();
    awaitPath("edge-eu-1");

    for (var name : List.of("shield", "central", "regional-eu", "regional-us")) {
      world.node(name).switchOn();
    }
    awaitPath("shield", "central", regional, "edge-eu-1");
  }

  /**
   * Who asked it has no answer yet: they ask the next one, and one request more is all it costs.
   */
  @Test
  void regionalDiesWhileItIsAsked_clientsGetTheirAnswer() throws Exception {
    world = SmallWorld.start(topology(0), List.of());
    world
        .origin()
        .answersAfter(Duration.ofSeconds(2), "from the next", "Cache-Control", "max-age=60");
    var owner = owner(REGIONALS, "/dies");
    var waiting = new ArrayList<CompletableFuture<SmallWorld.Answer>>();
    IntStream.range(0, 20).forEach(_ -> waiting.add(world.begin("edge", "/dies")));
    await().until(() -> world.origin().asked("/dies") == 1);

    world.node(owner).switchOff();

    for (var one : waiting) {
      assertThat(SmallWorld.await(one).body()).isEqualTo("from the next");
    }
    assertThat(world.origin().asked("/dies")).isLessThanOrEqualTo(2);
  }

  private void awaitPath(String... nodes) {
    await().atMost(NOTICED_WITHIN).untilAsserted(() -> assertThat(path()).containsExactly(nodes));
  }

  private List<String> path() throws Exception {
    var answer = world.get("edge-eu-1", "/up");
    assertThat(answer.status()).describedAs(answer.body()).isEqualTo(200);
    return answer.path();
  }

  /** Which regional node each path went through. */
  private Map<String, String> asked() throws Exception {
    var asked = new TreeMap<String, String>();
    for (var path : PATHS) {
      asked.put(path, world.get("edge", path).path().getFirst());
    }
    return asked;
  }

  private static Map<String, String> owners(List<String> nodes) {
    var owners = new TreeMap<String, String>();
    PATHS.forEach(path -> owners.put(path, owner(nodes, path)));
    return owners;
  }

  private static String owner(List<String> nodes, String path) {
    return SmallWorld.owner(nodes, path);
  }

  /** An edge and four regional nodes; the port of the second, where it is somewhere else. */
  private static Topology topology(int secondPort) throws IOException {
    var nodes = new ArrayList<NodeSpec>();
    var ports = Optional.of(new NodeSpec.Ports(0, 0));
    nodes.add(new NodeSpec("edge", Tier.EDGE, "eu", "127.0.0.1", 0, ports, REGIONALS));
    for (var name : REGIONALS) {
      var port = name.equals("mid-2") ? secondPort : 0;
      nodes.add(
          new NodeSpec(name, Tier.REGIONAL, "eu", "127.0.0.1", port, Optional.empty(), List.of()));
    }
    return new Topology(nodes);
  }
}
