package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.stack.process.ServerException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private static final Set<Server> ALL = EnumSet.allOf(Server.class);

  private final Queue<String> stopped = new ConcurrentLinkedQueue<>();

  @Test
  void start_eachWaitsForTheOthers_allStart() {
    CyclicBarrier together = new CyclicBarrier(ALL.size());
    Map<Server, String> started =
        SideBySide.start(ALL, server -> meet(together, server), stopped::add);
    assertThat(started).containsOnlyKeys(ALL);
    assertThat(stopped).isEmpty();
  }

  @Test
  void start_oneFails_stopsTheOthersAndThrowsItsFailure() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> SideBySide.start(ALL, SideBySideTest::allButKafka, stopped::add))
        .withMessage("no Kafka today");
    assertThat(stopped).containsExactlyInAnyOrder("POSTGRES", "REDIS");
  }

  @Test
  void start_allFail_throwsOneWithTheOthersInIt() {
    assertThatThrownBy(() -> SideBySide.start(ALL, SideBySideTest::fail, stopped::add))
        .isInstanceOf(ServerException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    assertThat(stopped).isEmpty();
  }

  @Test
  void stop_oneFails_stopsTheOthersAndThrowsItsFailure() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> SideBySide.stop(List.of("a", "b", "c"), this::stopAllButB))
        .withMessage("b hangs");
    assertThat(stopped).containsExactlyInAnyOrder("a", "c");
  }

  private static String meet(CyclicBarrier together, Server server) {
    try {
      together.await(10, TimeUnit.SECONDS);
      return server.name();
    } catch (Exception e) {
      throw new ServerException(server + " waited alone", e);
    }
  }

  private static String allButKafka(Server server) {
    if (server == Server.KAFKA) {
      throw new ServerException("no Kafka today");
    }
    return server.name();
  }

  private static String fail(Server server) {
    throw new ServerException("no " + server);
  }

  private void stopAllButB(String name) {
    if (name.equals("b")) {
      throw new ServerException("b hangs");
    }
    stopped.add(name);
  }
}
