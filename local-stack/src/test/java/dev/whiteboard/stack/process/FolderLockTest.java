package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void resolve() throws IOException {
    folder = temporary.toRealPath();
  }

  @Test
  void take_alreadyTaken_throwsNamingTheFolder() {
    try (FolderLock _ = FolderLock.take(folder)) {
      assertThatExceptionOfType(ServerException.class)
          .isThrownBy(() -> FolderLock.take(folder))
          .withMessage("a stack is running already on %s (this process): stop it first", folder);
    }
  }

  @Test
  void take_givenBack_succeeds() {
    FolderLock.take(folder).close();
    assertThatCode(() -> FolderLock.take(folder).close()).doesNotThrowAnyException();
  }

  @Test
  void close_twice_leavesTheNextOwnerAlone() {
    FolderLock first = FolderLock.take(folder);
    first.close();
    try (FolderLock _ = FolderLock.take(folder)) {
      first.close();
      assertThatExceptionOfType(ServerException.class).isThrownBy(() -> FolderLock.take(folder));
    }
  }
}
