package dev.whiteboard.stack.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Programs unpacked from the class path, once per user and version.
 *
 * <p>Not in the temporary folder: there another user could put a program of theirs under the name
 * that is looked for. Root's copy is where an unprivileged server can read it.
 */
public final class ProgramCache {
  private static final Path OF_ROOT = Path.of("/var/cache/whiteboard");

  private final Path root;

  ProgramCache(Path root) {
    this.root = root;
  }

  /**
   * The cache of the user who runs this JVM, or one in the server's folder for whom has no home.
   */
  public static ProgramCache orIn(ServerFolder folder) {
    if (Platform.isRoot()) {
      return new ProgramCache(OF_ROOT);
    }
    Path home = Path.of(System.getProperty("user.home"));
    return new ProgramCache(
        Files.isWritable(home) ? home.resolve(".cache/whiteboard") : folder.file("programs"));
  }

  /** How an archive becomes files. */
  @FunctionalInterface
  public interface Unpacking {
    /** Writes what is in the archive to the folder. */
    void unpack(InputStream archive, Path folder) throws IOException;
  }

  /**
   * The folder with what is in the resource.
   *
   * @throws ServerException if the class path has no such resource
   */
  public Path unpacked(String resource, Unpacking unpacking) {
    URL url = ProgramCache.class.getResource("/" + resource);
    if (url == null) {
      throw new ServerException(resource + " is not on the class path");
    }
    try {
      URLConnection connection = url.openConnection();
      Path folder = root.resolve(Path.of(resource).getFileName() + "-" + fingerprint(connection));
      if (Files.notExists(folder)) {
        Files.createDirectories(root);
        unpack(connection, folder, unpacking);
      }
      return folder;
    } catch (IOException e) {
      throw new ServerException("cannot unpack " + resource + " to " + root + ": " + e, e);
    }
  }

  /** Other contents, other name: read from the jar's index, where summing up 15 MB takes 0.1 s. */
  private static String fingerprint(URLConnection connection) throws IOException {
    long sum =
        connection instanceof JarURLConnection jar
            ? Objects.requireNonNull(jar.getJarEntry()).getCrc()
            : connection.getContentLengthLong();
    return Long.toHexString(sum);
  }

  /** Under a name of its own first: of two that unpack at once, one gets to name it. */
  private void unpack(URLConnection connection, Path folder, Unpacking unpacking)
      throws IOException {
    Path partial = Files.createTempDirectory(root, "partial-");
    try (InputStream archive = new BufferedInputStream(connection.getInputStream())) {
      unpacking.unpack(archive, partial);
      Files.setPosixFilePermissions(partial, Archives.READABLE);
      Files.move(partial, folder);
    } catch (FileSystemException e) {
      if (Files.notExists(folder)) {
        throw e;
      }
    } finally {
      ServerFolder.delete(partial);
    }
  }
}
