package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.Platform;
import dev.whiteboard.stack.process.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two ways in which root can run PostgreSQL, one after the other on the same data. */
@Timeout(60)
class PostgresAsRootIT {
  @TempDir private Path temporary;

  @BeforeEach
  void letNobodyPass() throws IOException {
    assumeTrue(Platform.isRoot(), "only root runs PostgreSQL as someone else");
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void start_asTheOneThenTheOther_takesOverTheData() {
    Path folder = temporary.resolve("postgres");
    List<RunAs> ways =
        Stream.of(RunAs.NAMESPACE, RunAs.NOBODY, RunAs.NAMESPACE, RunAs.NOBODY)
            .filter(RunAs::works)
            .toList();
    assertThat(ways).contains(RunAs.detect());
    for (RunAs as : ways) {
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, FreePort.ANY, as)) {
        assertThat(postgres.version()).startsWith("18.");
        assertThat(ownerOf(folder.resolve("data")))
            .isEqualTo(as == RunAs.NOBODY ? "nobody" : "root");
      }
    }
  }

  private static String ownerOf(Path path) {
    try {
      return Files.getOwner(path).getName();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
