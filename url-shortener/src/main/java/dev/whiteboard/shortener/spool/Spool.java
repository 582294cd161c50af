package dev.whiteboard.shortener.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that wait on disk, first in, first out: what can't be delivered now, for later, also by
 * the next process.
 *
 * <pre>
 *   oldest segment                                    newest segment
 *  +--------+--------+--------+--------+     +--------+--------+
 *  | record | record | record | record | ... | record | record |  ◂─ append
 *  +--------+--------+--------+--------+     +--------+--------+
 *            ▴                 ▴
 *            acknowledged      read up to here
 *            up to here
 * </pre>
 *
 * <p>How far was acknowledged is not written down: a segment is deleted once all of it is, and the
 * next process reads from the start of the oldest one left. So a record may be delivered again; the
 * receiver has to know it by its content.
 *
 * <p>Written through to the kernel, not to the disk: it outlives a kill -9, and not the machine.
 *
 * <p>Not thread-safe: one thread appends and reads. Any may ask how full it is.
 */
public final class Spool implements AutoCloseable {
  /** So much is read again at most, and deleted at a time. */
  private static final long SEGMENT_BYTES_MAX = 8L * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  private final SpoolFolder folder;
  private final long bytesMax;

  /** The oldest first. Never empty segments, but for the newest. */
  private final Deque<Segment> segments = new ArrayDeque<>();

  /** How many records of the oldest segments were acknowledged, and read. */
  private int acknowledged;

  private int read;

  /** Written by the one thread only. */
  private final AtomicLong bytes = new AtomicLong();

  private Spool(SpoolFolder folder, long bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
  }

  /**
   * Opens a spool, and finds in it what an earlier process left.
   *
   * @param parent the first folder in it that no other spool is open on is taken
   * @param bytesMax the most that may wait
   * @throws IOException where nothing can be written there
   */
  public static Spool open(Path parent, long bytesMax) throws IOException {
    var folder = SpoolFolder.take(parent);
    var spool = new Spool(folder, bytesMax);
    try {
      spool.recover();
      return spool;
    } catch (IOException e) {
      spool.close();
      throw e;
    }
  }

  /** Whether nothing waits: all that was appended is acknowledged. */
  public boolean isEmpty() {
    return segments.stream().mapToInt(Segment::records).sum() == acknowledged;
  }

  /** How much waits, with what of it is acknowledged and not deleted yet. */
  public long bytes() {
    return bytes.get();
  }

  /** How much may wait. */
  public long bytesMax() {
    return bytesMax;
  }

  /**
   * Appends a record.
   *
   * @return false where there is no room for it, or the disk refuses it
   */
  public boolean append(byte[] record) {
    var size = Segment.sizeOf(record);
    if (bytes() + size > bytesMax) {
      return false;
    }
    try {
      segmentFor(size).append(record);
      bytes.addAndGet(size);
      return true;
    } catch (IOException e) {
      log.atError().addKeyValue("reason", e.toString()).log("the spool can't be written");
      return false;
    }
  }

  /** The next record behind those that were read; null where there is none. */
  public byte @Nullable [] read() {
    var behind = read;
    for (var segment : segments) {
      if (behind < segment.records()) {
        read++;
        return segment.read(behind);
      }
      behind -= segment.records();
    }
    return null;
  }

  /** Reads on from the oldest record that was not acknowledged. */
  public void rewind() {
    read = acknowledged;
  }

  /** The oldest record that was not acknowledged is delivered. It must have been read. */
  public void acknowledge() {
    if (acknowledged == read) {
      throw new IllegalStateException("acknowledged before it was read");
    }
    acknowledged++;
    deleteDelivered();
  }

  /** Leaves what waits to the next process. */
  @Override
  public void close() {
    segments.forEach(Segment::close);
    folder.close();
  }

  private void recover() throws IOException {
    for (var file : folder.segments()) {
      var segment = Segment.recover(file);
      bytes.addAndGet(segment.bytes());
      segments.add(segment);
    }
    deleteDelivered();
    if (!isEmpty()) {
      log.atInfo().addKeyValue("bytes", bytes()).log("found clicks that wait in {}", folder.path());
    }
  }

  private Segment segmentFor(int size) throws IOException {
    var newest = segments.peekLast();
    if (newest != null && newest.bytes() + size <= SEGMENT_BYTES_MAX) {
      return newest;
    }
    var next = Segment.create(folder.next());
    segments.add(next);
    return next;
  }

  private void deleteDelivered() {
    var oldest = segments.peek();
    while (oldest != null && oldest.records() <= acknowledged) {
      segments.remove();
      acknowledged -= oldest.records();
      read -= oldest.records();
      bytes.addAndGet(-oldest.bytes());
      oldest.delete();
      oldest = segments.peek();
    }
  }
}
