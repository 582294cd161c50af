package dev.whiteboard.portal.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, and how it is forgotten. That two processes don't share it is in {@code UpIT}. */
final class StateFolderTest {
  @TempDir Path temporary;

  @Test
  void taken_namesItsOwner() throws IOException {
    try (var state = StateFolder.take(temporary.resolve("new/state"))) {
      state.announce(URI.create("http://localhost:8080"));

      assertThat(state.path().resolve("running"))
          .hasContent(
              "process %d at http://localhost:8080".formatted(ProcessHandle.current().pid()));
    }
  }

  @Test
  void take_whereNothingCanBeWritten_saysSo() throws IOException {
    var file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> StateFolder.take(file.resolve("state")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot keep anything in " + file);
  }

  @Test
  void empty_forgetsServersAndLogs() throws IOException {
    try (var state = StateFolder.take(temporary)) {
      Files.createDirectories(state.servers().resolve("redis/data"));
      Files.createDirectory(temporary.resolve("logs"));
      Files.writeString(state.logFile(), "{}");

      state.empty();

      assertThat(temporary).isDirectoryNotContaining("glob:**/{servers,logs}");
    }
  }

  @Test
  void empty_endsTheServerOfAKilledUp_andLeavesAloneWhoReadsItsLog() throws Exception {
    try (var state = StateFolder.take(temporary)) {
      var redis = Files.createDirectories(state.servers().resolve("redis")).toRealPath();
      Files.writeString(redis.resolve("lifeline.sh"), "read -r line");
      var log = Files.writeString(redis.resolve("server.log"), "ready\n").toString();
      var server = new ProcessBuilder("sh", redis.resolve("lifeline.sh").toString()).start();
      var reader = new ProcessBuilder("tail", "-f", log).start();
      try {
        state.empty();

        assertThat(server.isAlive()).isFalse();
        assertThat(reader.isAlive()).isTrue();
        assertThat(state.servers()).doesNotExist();
      } finally {
        server.destroyForcibly();
        reader.destroyForcibly();
      }
    }
  }
}
