package dev.whiteboard.shortener.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A folder that belongs to one spool at a time, held by a lock that ends with its process.
 *
 * <p>Nodes on one machine may name the same parent: each takes the first folder in it that is free,
 * {@code 1}, {@code 2} and so on. A node that starts again takes one that a dead node left, and
 * what waits in it.
 */
final class SpoolFolder implements AutoCloseable {
  private static final int FOLDERS_MAX = 1_000;
  private static final String SUFFIX = ".clicks";

  private final Path path;
  private final FileChannel lock;
  private long nextSegment;

  private SpoolFolder(Path path, FileChannel lock, long nextSegment) {
    this.path = path;
    this.lock = lock;
    this.nextSegment = nextSegment;
  }

  /** Takes the first that is free. */
  static SpoolFolder take(Path parent) throws IOException {
    for (var number = 1; number <= FOLDERS_MAX; number++) {
      var path = Files.createDirectories(parent.resolve(Integer.toString(number)));
      var lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(lock)) {
        return new SpoolFolder(path, lock, lastSegment(path) + 1);
      }
      lock.close();
    }
    throw new IOException("all of the " + FOLDERS_MAX + " folders in " + parent + " are in use");
  }

  Path path() {
    return path;
  }

  /** The segments there are, the oldest first. */
  List<Path> segments() throws IOException {
    return segments(path);
  }

  /** Where the next segment goes. */
  Path next() {
    return path.resolve("%012d%s".formatted(nextSegment++, SUFFIX));
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another node in this process
    }
  }

  private static List<Path> segments(Path path) throws IOException {
    try (var files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static long lastSegment(Path path) throws IOException {
    var segments = segments(path);
    if (segments.isEmpty()) {
      return 0;
    }
    var name = segments.getLast().getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }
}
