package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {
  private static final String RESOURCE = "dev/whiteboard/stack/process/lifeline.sh";

  @TempDir private Path temporary;
  private final AtomicInteger unpackings = new AtomicInteger();
  private ProgramCache cache;

  @BeforeEach
  void make() {
    cache = new ProgramCache(temporary.resolve("cache"));
  }

  @Test
  void unpacked_again_unpacksOnce() {
    Path first = cache.unpacked(RESOURCE, this::unpack);
    Path second = cache.unpacked(RESOURCE, this::unpack);
    assertThat(second).isEqualTo(first);
    assertThat(unpackings).hasValue(1);
    assertThat(first.resolve("program")).isExecutable().isNotEmptyFile();
  }

  @Test
  void unpacked_byTwoAtOnce_bothHaveItAndNothingIsLeft() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> both =
          Stream.generate(() -> threads.submit(() -> unpackedTogether(together))).limit(2).toList();
      assertThat(both.getFirst().get(10, TimeUnit.SECONDS))
          .isEqualTo(both.getLast().get(10, TimeUnit.SECONDS));
    }
    assertThat(unpackings).hasValue(2);
    assertThat(temporary.resolve("cache")).isDirectoryNotContaining("glob:**/partial-*");
  }

  @Test
  void unpacked_archiveIsBroken_throwsAndLeavesNothing() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> cache.unpacked(RESOURCE, ProgramCacheTest::fail))
        .withMessageContaining("the archive is broken");
    assertThat(temporary.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void unpacked_notOnTheClassPath_throwsNamingIt() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> cache.unpacked("no-such.txz", this::unpack))
        .withMessage("no-such.txz is not on the class path");
  }

  private Path unpackedTogether(CyclicBarrier together) {
    return cache.unpacked(
        RESOURCE,
        (in, folder) -> {
          meet(together);
          unpack(in, folder);
        });
  }

  private static void meet(CyclicBarrier together) throws IOException {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void unpack(InputStream in, Path folder) throws IOException {
    unpackings.incrementAndGet();
    Archives.writeProgram(in, folder.resolve("program"));
  }

  private static void fail(InputStream in, Path folder) throws IOException {
    Files.writeString(folder.resolve("half"), "a");
    throw new IOException("the archive is broken");
  }
}
