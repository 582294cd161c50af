package dev.whiteboard.chat.search;

import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index anew from the messages, where it was lost, or was away for longer than Kafka
 * keeps records. One at a time on a node, beside all that goes on: searches find what is there so
 * far, and new messages are taken in as ever. Shard after shard, past those that are away: it is
 * this node that cuts texts into words.
 */
public final class IndexRebuild implements AutoCloseable {
  /** Longer than the server lets a statement take. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(IndexRebuild.class);

  private final Shards<SearchIndex> indexes;
  private volatile Progress progress = new Progress(false, 0, false);
  private volatile boolean isClosed;
  private @Nullable Thread thread;

  /**
   * How far it is.
   *
   * @param isRunning whether one is under way
   * @param texts messages that this one, or the last one, has taken in
   * @param hasFailed whether the last one ended before its end, or left a shard out
   */
  public record Progress(boolean isRunning, long texts, boolean hasFailed) {}

  /** Of these indexes. */
  public IndexRebuild(Shards<SearchIndex> indexes) {
    this.indexes = indexes;
  }

  /** How far it is. */
  public Progress progress() {
    return progress;
  }

  /** Begins, unless one is under way. */
  public synchronized boolean begin() {
    if (progress.isRunning || isClosed) {
      return false;
    }
    progress = new Progress(true, 0, false);
    thread = Thread.ofVirtual().name("search-rebuild").start(this::run);
    return true;
  }

  /** Ends, also in the middle. */
  @Override
  public synchronized void close() {
    isClosed = true;
    if (thread != null) {
      Ending.await(thread, CLOSE_MAX);
    }
  }

  private void run() {
    var whole = 0;
    try {
      for (var index : indexes.all()) {
        whole += rebuild(index) ? 1 : 0;
      }
    } finally {
      progress = new Progress(false, progress.texts, whole < indexes.all().size());
    }
  }

  /** Whether all of a shard's texts are in its index. */
  private boolean rebuild(SearchIndex index) {
    var before = progress.texts;
    try {
      var isWhole = !isClosed && index.rebuild(texts -> goOn(before + texts));
      log.atInfo()
          .addKeyValue("texts", progress.texts)
          .addKeyValue("whole", isWhole)
          .log("the index is made anew");
      return isWhole;
    } catch (StoreAwayException e) {
      log.atWarn()
          .addKeyValue("texts", progress.texts)
          .addKeyValue("reason", e.getMessage())
          .log("the index is made anew in part only");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("the index can't be made anew");
    }
    return false;
  }

  private boolean goOn(long texts) {
    progress = new Progress(true, texts, false);
    return !isClosed;
  }
}
