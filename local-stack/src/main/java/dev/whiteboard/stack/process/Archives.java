package dev.whiteboard.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The two forms in which server programs come. */
public final class Archives {
  static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final int ANY_EXECUTE = 0111;

  private Archives() {}

  /** Unpacks a {@code .tar.xz}: files, folders and symbolic links. */
  public static void unpackTarXz(InputStream archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, folder.resolve(entry.getName()).normalize());
      }
    }
  }

  /** Writes a file that can be executed. */
  public static void writeProgram(InputStream program, Path file) throws IOException {
    Files.copy(program, file);
    Files.setPosixFilePermissions(file, READABLE);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if ((entry.getMode() & ANY_EXECUTE) != 0) {
      writeProgram(tar, target);
    } else {
      Files.copy(tar, target);
    }
  }
}
