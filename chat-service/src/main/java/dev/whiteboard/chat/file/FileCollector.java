package dev.whiteboard.chat.file;

import dev.whiteboard.chat.file.FileRows.Due;
import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects files that nobody needs: uploads that are over, and whole files that no message has, or
 * none any more. A thread of its own does so now and then; nodes share the work.
 */
public final class FileCollector implements AutoCloseable {
  /*
   * Each file is looked at when it has been there for a day, and then once a day for as long as a
   * message has it. Nothing is counted when a file is attached or a message deleted, so no count can
   * be wrong; what it costs is one probe of an index for each file a day.
   *
   * The look and the deletion are two statements under the row's lock. Who attaches the file holds
   * that lock to his commit: either he is seen by the second statement, or he finds no file.
   *
   * Which contents are to be taken out of the folder is in rows, too, on the shard of the file that
   * had them. Nobody looks through the folder for what no row has: so each shard is collected by
   * itself, whether the others are there or not.
   */

  /** Files that are looked at in one transaction. */
  private static final int BATCH = 100;

  /** Batches of one run: with more there are, the next run goes on. */
  private static final int BATCHES_MAX = 50;

  /** A content that can't be taken out is not in front of the others each time. */
  private static final Duration REMOVE_AGAIN_AFTER = Duration.ofHours(1);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(FileCollector.class);

  private final Shards<Database> databases;
  private final FileFolder folder;
  private final FileMeters meters;
  private final InstantSource clock;
  private final Duration unusedMax;
  private final Semaphore closing = new Semaphore(0);
  private final Thread thread;

  private FileCollector(Uploads.Parts parts, FileSettings settings, Duration every) {
    this.databases = parts.databases();
    this.folder = parts.folder();
    this.meters = parts.meters();
    this.clock = parts.clock();
    this.unusedMax = settings.unusedMax();
    this.thread = Thread.ofVirtual().name("file-collector").unstarted(() -> run(every));
  }

  /** One that runs only when it is told to. */
  static FileCollector idle(Uploads.Parts parts, FileSettings settings) {
    return new FileCollector(parts, settings, Duration.ZERO);
  }

  /**
   * Starts to collect.
   *
   * @param every how long it rests between two runs
   */
  public static FileCollector start(Uploads.Parts parts, FileSettings settings, Duration every) {
    var collector = new FileCollector(parts, settings, every);
    collector.thread.start();
    return collector;
  }

  private void run(Duration every) {
    try {
      while (!closing.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
        collect();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /**
   * Looks at the files that are due, and takes out what none has any more: shard after shard, past
   * those that are away.
   */
  void collect() {
    databases.all().forEach(this::collectGuarded);
  }

  private void collectGuarded(Database database) {
    try {
      inBatches(() -> collectFiles(database));
      inBatches(() -> removeContents(database));
    } catch (StoreAwayException e) {
      log.atDebug().setCause(e).log("files are collected later");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("files could not be collected");
    }
  }

  private static void inBatches(IntSupplier batch) {
    var left = BATCHES_MAX;
    while (left > 0 && batch.getAsInt() == BATCH) {
      left--;
    }
  }

  private int collectFiles(Database database) {
    var now = clock.instant();
    var gone = new ArrayList<Due>();
    var looked =
        database.transaction(handle -> {
          var rows = new FileRows(handle);
          var due = rows.due(now, BATCH);
          for (var one : due) {
            if (one.isWhole() && rows.isShown(one.key(), 0)) {
              rows.checkAgain(one.key(), now.plus(unusedMax));
            } else {
              rows.delete(one.key(), now);
              gone.add(one);
            }
          }
          return due.size();
        });
    gone.forEach(one -> meters.collected(reason(one)));
    return looked;
  }

  private static String reason(Due due) {
    return due.isWhole() ? "unused" : "unfinished";
  }

  /** Their rows are gone for good: a crash in here leaves some to be taken out again. */
  private int removeContents(Database database) {
    var now = clock.instant();
    return database.transaction(handle -> {
      var rows = new FileRows(handle);
      var due = rows.dueRemovals(now, BATCH);
      for (var content : due) {
        try {
          folder.remove(content);
          rows.cancelRemoval(content);
        } catch (IOException e) {
          log.atWarn().setCause(e).log("a file can't be taken out of its folder");
          rows.putOffRemoval(content, now.plus(REMOVE_AGAIN_AFTER));
        }
      }
      return due.size();
    });
  }

  @Override
  public void close() {
    closing.release();
    Ending.await(thread, CLOSE_MAX);
  }
}
