package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts in the place of servers: one that behaves, and some that don't. */
@Timeout(30)
class DaemonTest {
  private static final String BEHAVES = "trap 'echo stopped >>log; exit' TERM";
  private static final String IGNORES_SIGNALS = "trap '' TERM";

  @TempDir private Path temporary;
  private ServerFolder folder;

  @BeforeEach
  void open() {
    folder = ServerFolder.open(temporary.resolve("server"));
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void stop_serverBehaves_stopsInGoodOrder() {
    Daemon daemon = start(BEHAVES);
    assertThat(daemon.runs()).isTrue();
    daemon.stop();
    assertThat(daemon.runs()).isFalse();
    assertThat(folder.file("log")).content().endsWith("stopped\n");
    assertThat(folder.file(Daemon.LIFELINE_PID)).doesNotExist();
  }

  @Test
  void stop_serverPaused_stopsInGoodOrder() {
    Daemon daemon = start(BEHAVES);
    daemon.pause();
    daemon.stop();
    assertThat(daemon.runs()).isFalse();
    assertThat(folder.file("log")).content().endsWith("stopped\n");
  }

  @Test
  @Timeout(10)
  void stop_serverIgnoresTheSignal_isKilledWithinTenSeconds() {
    Daemon daemon = start(IGNORES_SIGNALS);
    daemon.stop();
    assertThat(daemon.runs()).isFalse();
  }

  @Test
  void stop_lifelineWasKilled_stopsTheServerEvenSo() {
    Daemon daemon = start(BEHAVES);
    ServerProcess.named(folder.file(Daemon.LIFELINE_PID), folder.path()).orElseThrow().kill();
    daemon.stop();
    assertThat(daemon.runs()).isFalse();
  }

  @Test
  void stop_again_doesNothing() {
    Daemon daemon = start(BEHAVES);
    daemon.stop();
    daemon.stop();
    assertThat(daemon.runs()).isFalse();
  }

  @Test
  void start_earlierOneLeftOver_isStoppedFirst() {
    Daemon earlier = start(BEHAVES);
    ServerProcess.named(folder.file(Daemon.LIFELINE_PID), folder.path()).orElseThrow().kill();
    assertThat(earlier.runs()).isTrue();
    Daemon daemon = start(BEHAVES);
    assertThat(earlier.runs()).isFalse();
    assertThat(daemon.runs()).isTrue();
    daemon.stop();
  }

  @Test
  void start_commandFails_throwsWithTheEndOfTheLog() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> Daemon.start(program("echo no room >log; exit 3"), () -> false))
        .withMessage("Script did not start: no room");
  }

  private Daemon start(String signals) {
    Path server = folder.write("server.sh", signals + "\n: >up\nwhile :; do sleep 0.02; done\n");
    String command =
        "rm -f up; echo started >>log; sh %s >>log 2>&1 & echo $! >server.pid".formatted(server);
    return Daemon.start(program(command), () -> Files.exists(folder.file("up")));
  }

  private Daemon.Program program(String command) {
    List<String> inFolder = List.of("sh", "-c", "cd '" + folder.path() + "'; " + command);
    return new Daemon.Program("Script", folder, folder.file("server.pid"), "log", "TERM", inFolder);
  }
}
