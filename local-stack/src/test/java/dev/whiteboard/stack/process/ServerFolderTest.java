package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFolderTest {
  @TempDir private Path temporary;
  private ServerFolder folder;

  @BeforeEach
  void open() {
    folder = ServerFolder.open(temporary.resolve("state/redis"));
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void open_new_isClosedToOthers() throws IOException {
    assertThat(permissions(folder.path())).isEqualTo("rwx------");
  }

  @Test
  void write_secret_isClosedToOthersEachTime() throws IOException {
    Path file = folder.write("password", "one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    folder.write("password", "two");
    assertThat(file).hasContent("two");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void makeOnce_twice_fillsOnce() {
    folder.makeOnce("data", data -> Files.writeString(data.resolve("file"), "first"));
    Path data = folder.makeOnce("data", _ -> Files.writeString(Path.of("never"), "second"));
    assertThat(data.resolve("file")).hasContent("first");
  }

  @Test
  void makeOnce_interruptedBefore_startsFromNothing() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> folder.makeOnce("data", ServerFolderTest::writeHalf))
        .withMessageContaining("the disk is full");
    assertThat(folder.file("data")).doesNotExist();
    Path data = folder.makeOnce("data", partial -> assertThat(partial).isEmptyDirectory());
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void endOf_longLog_isItsLastLinesOnOne() {
    folder.write("log", "1\n2\n3\n4\n5\n6\n7\n");
    assertThat(folder.endOf("log")).isEqualTo("3 | 4 | 5 | 6 | 7");
    assertThat(folder.endOf("no log")).isEmpty();
  }

  private static void writeHalf(Path partial) throws IOException {
    Files.writeString(partial.resolve("half"), "a");
    throw new IOException("the disk is full");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
