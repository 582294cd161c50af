package dev.whiteboard.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a server keeps everything: its data, settings, log and process numbers. Closed to other
 * users, and owned by one stack at a time.
 */
public final class ServerFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final FolderLock lock;

  private ServerFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder where there is none, and takes it.
   *
   * @throws ServerException if another stack has it
   */
  public static ServerFolder open(Path path) {
    try {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, OWNER_ONLY);
      Path real = path.toRealPath();
      return new ServerFolder(real, FolderLock.take(real));
    } catch (IOException e) {
      throw new ServerException("cannot make " + path + ": " + e.getMessage(), e);
    }
  }

  /** Its real path. */
  public Path path() {
    return path;
  }

  /** A file or folder in it. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Writes a file that only its owner can read, in place of what was there. */
  public Path write(String name, String text) {
    Path file = file(name);
    try {
      Files.deleteIfExists(file);
      Files.createFile(file, OWNER_ONLY_FILE);
      return Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new ServerException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Fills a folder that is there whole or not at all: it gets its name when all is done, and what
   * an interrupted try left is thrown away.
   */
  public Path makeOnce(String name, Step fill) {
    Path whole = file(name);
    if (Files.notExists(whole)) {
      try {
        Path partial = file(name + ".partial");
        delete(partial);
        Files.createDirectory(partial, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        fill.in(partial);
        Files.move(partial, whole);
      } catch (IOException e) {
        throw new ServerException("cannot make " + whole + ": " + e.getMessage(), e);
      }
    }
    return whole;
  }

  /** What fills a folder. */
  @FunctionalInterface
  public interface Step {
    /** Fills it. */
    void in(Path folder) throws IOException;
  }

  /** The last lines of a log in it, on one line. */
  public String endOf(String log) {
    try {
      return Shell.Result.lastLines(Files.readAllLines(file(log), StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file, or a folder with all that is in it, if it is there. */
  public static void delete(Path path) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
