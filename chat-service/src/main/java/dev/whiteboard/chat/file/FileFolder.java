package dev.whiteboard.chat.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Where the bytes are: {@code folder/5e/01943a5e-…-0b5e}. No name in it comes from outside; the
 * folders are named by the last byte of the content's id, which is random.
 */
public final class FileFolder {
  private static final int LAST_BYTE = 0xff;

  private final Path folder;

  private FileFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens it; makes it where it is not there.
   *
   * @throws IOException where that can't be
   */
  public static FileFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new IOException("cannot write to " + folder);
    }
    return new FileFolder(folder.toAbsolutePath());
  }

  /** Where a content is, or would be. */
  public Path path(UUID content) {
    return parent(content).resolve(content.toString());
  }

  /** Where the small picture of a content is, or would be. */
  Path thumbnail(UUID content) {
    return parent(content).resolve(content + ".thumbnail");
  }

  /** What a small picture is called until it is all there. */
  static Path unfinished(Path thumbnail) {
    return thumbnail.resolveSibling(thumbnail.getFileName() + ".new");
  }

  private Path parent(UUID content) {
    var last = (int) content.getLeastSignificantBits() & LAST_BYTE;
    return folder.resolve("%02x".formatted(last));
  }

  /** Opens a content to write on behind its first bytes; what is behind them now is cut off. */
  FileChannel append(UUID content, long from) throws IOException {
    var path = path(content);
    var channel = openOrCreate(content, from);
    try {
      if (channel.size() < from) {
        throw new IOException("%s has %d bytes, not %d".formatted(path, channel.size(), from));
      }
      channel.truncate(from);
      channel.position(from);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private FileChannel openOrCreate(UUID content, long from) throws IOException {
    var path = path(content);
    if (from > 0 || Files.exists(path)) {
      return FileChannel.open(path, StandardOpenOption.WRITE);
    }
    var parent = parent(content);
    Files.createDirectories(parent);
    var channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    sync(parent);
    sync(folder);
    return channel;
  }

  /** A name in a folder is on the disk when the folder is. */
  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Copies the first bytes of a content; on return they are on the disk. */
  void copy(UUID from, UUID to, long length) throws IOException {
    try (var target = append(to, 0)) {
      if (length > 0) {
        try (var source = FileChannel.open(path(from), StandardOpenOption.READ)) {
          transfer(source, target, length);
        }
      }
      target.force(true);
    }
  }

  private static void transfer(FileChannel source, FileChannel target, long length)
      throws IOException {
    for (var done = 0L; done < length; ) {
      var copied = source.transferTo(done, length - done, target);
      if (copied == 0) {
        throw new IOException("a file ends at " + done + ", before " + length);
      }
      done += copied;
    }
  }

  /** The first bytes of a content. */
  byte[] head(UUID content, int bytesMax) throws IOException {
    try (var input = Files.newInputStream(path(content))) {
      return input.readNBytes(bytesMax);
    }
  }

  /** Takes a content out, and its thumbnail; nothing where it is not there. */
  void remove(UUID content) throws IOException {
    Files.deleteIfExists(path(content));
    Files.deleteIfExists(thumbnail(content));
    Files.deleteIfExists(unfinished(thumbnail(content)));
  }

  /** How many bytes the disk has left. */
  long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }
}
