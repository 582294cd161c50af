package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreePortTest {
  private final List<ServerSocket> others = new ArrayList<>();

  @AfterEach
  void closeOthers() throws IOException {
    for (ServerSocket other : others) {
      other.close();
    }
  }

  @Test
  void start_portTakenByAnotherMeanwhile_triesOnAnotherPort() {
    int started = FreePort.start(FreePort.ANY, port -> others.isEmpty() ? loseTo(port) : port);
    assertThat(others).hasSize(1);
    assertThat(started).isNotEqualTo(others.getFirst().getLocalPort());
  }

  @Test
  void start_everyPortTakenMeanwhile_givesUpAfterThree() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> FreePort.start(FreePort.ANY, this::loseTo));
    assertThat(others).hasSize(3);
  }

  @Test
  void start_failsForAnotherReason_triesOnce() {
    List<Integer> tried = new ArrayList<>();
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> FreePort.start(FreePort.ANY, port -> fail(tried, port)))
        .withMessage("no memory");
    assertThat(tried).hasSize(1);
  }

  @Test
  void start_fixedPort_isThatOne() {
    int fixed = FreePort.find();
    assertThat(FreePort.<Integer>start(fixed, port -> port)).isEqualTo(fixed);
  }

  @Test
  void start_fixedPortTaken_throwsNamingItAndStartsNothing() {
    int fixed = FreePort.find();
    assertThatExceptionOfType(ServerException.class).isThrownBy(() -> loseTo(fixed));
    List<Integer> tried = new ArrayList<>();
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> FreePort.start(fixed, port -> fail(tried, port)))
        .withMessage("port " + fixed + " is taken");
    assertThat(tried).isEmpty();
  }

  private int loseTo(int port) {
    try {
      others.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new ServerException("address in use");
  }

  private static int fail(List<Integer> tried, int port) {
    tried.add(port);
    throw new ServerException("no memory");
  }
}
