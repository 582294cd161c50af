package dev.whiteboard.ratelimit.rule;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until something happens in a file's folder. Where the system tells nothing of it, as it may
 * have run out of watches, it just waits.
 */
final class FolderWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

  private final Path folder;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final @Nullable WatchService watch;
  private @Nullable WatchKey key;

  FolderWatch(Path file) {
    var parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? file.toAbsolutePath() : parent;
    this.watch = open(folder);
    this.key = register();
  }

  /** Until something happens, for so long at most. */
  void await(Duration most) throws InterruptedException {
    if (key == null || !key.isValid()) { // the folder may be another by now
      key = register();
    }
    if (watch == null || key == null) {
      pause(most);
      return;
    }
    try {
      var happened = watch.poll(most.toMillis(), TimeUnit.MILLISECONDS);
      if (happened != null) {
        happened.pollEvents();
        happened.reset();
      }
    } catch (ClosedWatchServiceException e) {
      log.trace("closed", e);
    }
  }

  /** For so long, or until it is closed. */
  void pause(Duration time) throws InterruptedException {
    var _ = closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      if (watch != null) {
        watch.close();
      }
    } catch (IOException e) {
      log.debug("could not end the watch", e);
    }
  }

  private static @Nullable WatchService open(Path folder) {
    try {
      return folder.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      log.info("no watch on {}: it is looked at every second", folder, e);
      return null;
    }
  }

  private @Nullable WatchKey register() {
    try {
      return watch == null
          ? null
          : folder.register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
    } catch (IOException | ClosedWatchServiceException e) {
      log.debug("no watch on {}", folder, e);
      return null;
    }
  }
}
