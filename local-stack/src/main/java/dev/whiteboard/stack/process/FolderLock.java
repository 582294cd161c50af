package dev.whiteboard.stack.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One owner at a time for a folder, by a lock on a file in it. The kernel gives the lock back when
 * the owner dies, so there are no stale locks to clear.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE_NAME = "lock";

  /**
   * The folders locked by this JVM. The kernel's lock belongs to the process: closing any channel
   * to the file drops it, so a second try from within must not open the file at all.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock, at once or not at all.
   *
   * @param folder a real path
   * @throws ServerException if something else has it, naming the folder and the process
   */
  public static FolderLock take(Path folder) {
    if (!HELD.add(folder)) {
      throw inUse(folder, "this process");
    }
    boolean taken = false;
    try {
      FolderLock lock = new FolderLock(folder, open(folder));
      taken = true;
      return lock;
    } catch (IOException e) {
      throw new ServerException("cannot lock " + folder + ": " + e.getMessage(), e);
    } finally {
      if (!taken) {
        HELD.remove(folder);
      }
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw inUse(folder, "process " + Files.readString(file).strip());
    }
    byte[] owner = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0).write(ByteBuffer.wrap(owner));
    return channel;
  }

  private static ServerException inUse(Path folder, String owner) {
    return new ServerException(
        "a stack is running already on " + folder + " (" + owner + "): stop it first");
  }

  /** Gives the folder back; once more than once does nothing, it may have another owner by then. */
  @Override
  public synchronized void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new ServerException("cannot unlock " + folder + ": " + e.getMessage(), e);
    } finally {
      HELD.remove(folder);
    }
  }
}
