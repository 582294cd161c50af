package dev.whiteboard.chat.receipt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in how far members of one database's chats are, writes it every 250 ms, or less often where
 * there is much of it, and tells of what moved. What is said while the database is away waits.
 */
final class MarkWriter implements AutoCloseable {
  /** Larger chats are written and told of more thriftily. */
  static final int SMALL_CHAT_MEMBERS_MAX = 16;

  private static final Duration LARGE_CHATS_EVERY = Duration.ofSeconds(1);

  /** Members whose marks wait; 10 MB of them. */
  private static final int NOTES_MAX = 100_000;

  /** Rows of one statement: some milliseconds, for which a message may have to wait. */
  private static final int BATCH_MAX = 50;

  /** Rows of one turn. */
  private static final int TURN_MAX = 20_000;

  /** Authors that one receipt of a large chat is told to, the member himself counted in. */
  static final int TOLD_MAX = 16;

  /**
   * Frames of large chats in 250 ms, 4,000 a second: the node's, of which each writer has a share.
   */
  static final int FRAMES_MAX = 1_000;

  /** Receipts of large chats that wait to be told. */
  private static final int UNTOLD_MAX = 20_000;

  /** A chat that was large may have shrunk. */
  private static final Duration LARGE_KEPT = Duration.ofMinutes(10);

  private static final int LARGE_MAX = 50_000;

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(MarkWriter.class);

  private final MarkStore store;
  private final Receipts.Parts parts;
  private final int framesMax;
  private final Notes notes = new Notes(NOTES_MAX);
  private final ReceiptQueue untold = new ReceiptQueue(UNTOLD_MAX, TOLD_MAX);
  private final Cache<ChatId, Boolean> large =
      Caffeine.newBuilder().maximumSize(LARGE_MAX).expireAfterWrite(LARGE_KEPT).build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private MarkWriter(MarkStore store, Receipts.Parts parts) {
    this.store = store;
    this.parts = parts;
    this.framesMax = FRAMES_MAX / parts.stores().all().size();
    this.thread = Thread.ofVirtual().name("receipts").unstarted(this::run);
  }

  /** Begins to write there. */
  static MarkWriter start(MarkStore store, Receipts.Parts parts) {
    var writer = new MarkWriter(store, parts);
    writer.thread.start();
    return writer;
  }

  /** Takes in how far a member is. Never blocks. */
  void note(Member member, Mark mark) {
    if (!notes.add(member, mark, large.getIfPresent(member.chat()) != null)) {
      parts.meters().lost(1);
    }
  }

  /** Writes what waits, if the database is there, and ends. */
  @Override
  public void close() {
    closed.countDown();
    Ending.await(thread, CLOSE_MAX);
  }

  private void run() {
    try {
      var pause = Pace.MIN;
      var sinceLarge = Duration.ZERO;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        sinceLarge = sinceLarge.plus(pause);
        var all = sinceLarge.compareTo(LARGE_CHATS_EVERY) >= 0;
        pause = Pace.after(turn(all, pause));
        sinceLarge = all ? Duration.ZERO : sinceLarge;
      }
      var _ = turn(true, Pace.MIN);
      parts.meters().lost(notes.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed, and PostgreSQL took too long
    }
  }

  /**
   * Writes and tells. After each statement it rests for as long as that took: written in one go,
   * the marks of a thousand members would keep the messages waiting that are written meanwhile.
   *
   * @param all whether large chats have their turn too
   * @param gathered for how long
   * @return how many marks that were
   */
  private int turn(boolean all, Duration gathered) throws InterruptedException {
    var marks = 0;
    var waiting = Math.min(notes.size(), TURN_MAX);
    while (marks < waiting) {
      var began = System.nanoTime();
      var batch = notes.take(BATCH_MAX, all);
      if (batch.isEmpty() || !write(batch)) {
        break;
      }
      marks += batch.size();
      var _ = closed.await(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
    tell(untold.take((int) (framesMax * gathered.dividedBy(Pace.MIN))));
    return marks;
  }

  /** Whether to go on with the next. */
  private boolean write(Map<Member, Mark> batch) {
    try {
      var moved = store.move(batch);
      parts.meters().moved(moved.size());
      moved(moved);
      return true;
    } catch (StoreAwayException e) {
      log.debug("marks wait for the database", e);
      notes.putBack(batch);
      return false;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("marks could not be written");
      parts.meters().lost(batch.size());
      return true;
    }
  }

  private void moved(List<Moved> moved) {
    var small = new ArrayList<NodeNews.Moved>();
    var inLarge = new ArrayList<Moved>();
    for (var one : moved) {
      if (one.memberCount() <= SMALL_CHAT_MEMBERS_MAX) {
        large.invalidate(one.member().chat());
        small.add(new NodeNews.Moved(one.receipt(), Set.of()));
      } else {
        large.put(one.member().chat(), true);
        inLarge.add(one);
      }
    }
    tell(small);
    queue(inLarge);
  }

  private void queue(List<Moved> moved) {
    if (moved.isEmpty()) {
      return;
    }
    try {
      var authors = store.authors(moved);
      for (var one : moved) {
        var to = new HashSet<>(authors.of(one, TOLD_MAX - 1));
        if (one.hasRead()) {
          to.add(one.member().user()); // his other devices
        }
        untold.add(one.member(), one.now(), to);
      }
    } catch (StoreAwayException e) {
      log.debug("nobody is told of {} receipts", moved.size(), e);
    }
  }

  private void tell(List<NodeNews.Moved> moved) {
    if (!moved.isEmpty()) {
      parts.teller().accept(new NodeNews.Receipts(moved));
      parts.outgoing().receipts(moved);
    }
  }
}
