package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads by tus-js-client, broken off and resumed. In CI it has to be there; elsewhere it may. */
@NeedsStack(Server.POSTGRES)
final class TusClientIT {
  private static final Path SCRIPTS = Path.of("src/test/tus").toAbsolutePath();
  private static final Path INSTALLED = Path.of("target/tus").toAbsolutePath();
  private static final Duration INSTALL_MAX = Duration.ofMinutes(2);
  private static final Duration RUN_MAX = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void upload_brokenOff_isResumed_onEitherNode(TestStack stack) throws Exception {
    var isThere = isClientInstalled();
    assertThat(isThere || System.getenv("CI") == null).as("node and npm in CI").isTrue();
    assumeTrue(isThere, "node or npm is not there: tus-js-client is not tried");
    try (var first = FileNode.start(stack.databaseUrl(), folder, InstantSource.system());
        var second = FileNode.start(stack.databaseUrl(), folder, InstantSource.system())) {
      var ada = ChatRows.sender();
      var chat = new ChatRows(first.databases).chat(ada);

      var said =
          run(
              RUN_MAX,
              List.of(
                  "node",
                  SCRIPTS.resolve("upload.mjs").toString(),
                  first.url().toString(),
                  second.url().toString(),
                  ada.user().toString(),
                  chat.toString(),
                  INSTALLED.toString()));

      assertThat(said.lines().filter(line -> line.startsWith("ok ")).count()).as(said).isEqualTo(5);
    }
  }

  private static boolean isClientInstalled() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    for (var name : List.of("package.json", "package-lock.json")) {
      Files.write(INSTALLED.resolve(name), Files.readAllBytes(SCRIPTS.resolve(name)));
    }
    try {
      run(INSTALL_MAX, List.of("node", "--version"));
      run(
          INSTALL_MAX,
          List.of(
              "npm",
              "ci",
              "--prefix",
              INSTALLED.toString(),
              "--ignore-scripts",
              "--no-audit",
              "--no-fund"));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** What it said; it is to end with 0 in time. */
  private static String run(Duration longest, List<String> command)
      throws IOException, InterruptedException {
    var output = Files.createTempFile("tus", ".log");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(longest)) {
        process.destroyForcibly();
        throw new IOException("it does not end: " + Files.readString(output, UTF_8));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "it ended with " + process.exitValue() + ": " + Files.readString(output, UTF_8));
      }
      return Files.readString(output, UTF_8);
    } finally {
      Files.delete(output);
    }
  }
}
