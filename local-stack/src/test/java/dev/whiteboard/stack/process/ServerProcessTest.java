package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir private Path folder;

  @Test
  void named_processOfSomeoneElse_isNotTheServer() throws IOException {
    Path pidFile = Files.writeString(folder.resolve("server.pid"), OWN_PID + "\n");
    assertThat(ServerProcess.named(pidFile, folder)).isEmpty();
  }

  @Test
  void named_processWithTheFolderInItsCommandLine_isTheServer() throws IOException {
    Path javaHome = Path.of(System.getProperty("java.home"));
    Path pidFile = Files.writeString(folder.resolve("server.pid"), OWN_PID + "\nmore\n");
    assertThat(ServerProcess.named(pidFile, javaHome))
        .contains(new ServerProcess(OWN_PID, javaHome));
  }

  @Test
  void named_fileMissingEmptyOrOdd_isNothing() throws IOException {
    assertThat(ServerProcess.named(folder.resolve("missing"), folder)).isEmpty();
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(ServerProcess.named(empty, folder)).isEmpty();
    Path odd = Files.writeString(folder.resolve("odd"), "-1\n");
    assertThat(ServerProcess.named(odd, folder)).isEmpty();
  }
}
