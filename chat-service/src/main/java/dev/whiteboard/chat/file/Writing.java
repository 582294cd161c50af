package dev.whiteboard.chat.file;

import dev.whiteboard.chat.file.FileRows.Locked;
import dev.whiteboard.chat.file.FileRows.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * One request's bytes on their way to the disk. How far they are is written down now and then, so
 * that a request that breaks off is not for nothing, and its writer keeps his lease.
 */
final class Writing implements AutoCloseable {
  /** Written down after so many bytes, at most as much is sent again after a crash. */
  private static final long STEP_BYTES = 4 * 1024 * 1024;

  /** Or after so long: with a client's longest silence behind it, still within a lease. */
  private static final long STEP_NANOS = Duration.ofSeconds(2).toNanos();

  private final Uploads.Parts parts;
  private final StoredFile file;
  private final UUID writer;
  private final UUID content;
  private final Locked begun;
  private final Optional<Checksum> checksum;
  private final Duration unusedMax;
  private final FileChannel channel;
  private boolean isVerified;
  private long written;
  private long steppedAt;
  private long steppedNanos;

  /**
   * Whose turn it is to write, and to what.
   *
   * @param begun the upload as he found it
   */
  record Turn(UUID writer, UUID content, Locked begun) {}

  /**
   * Begins to write.
   *
   * @param unusedMax how long the file may go unused once it is whole
   */
  Writing(
      Uploads.Parts parts,
      StoredFile file,
      Turn turn,
      Optional<Checksum> checksum,
      Duration unusedMax)
      throws IOException {
    this.parts = parts;
    this.file = file;
    this.writer = turn.writer;
    this.content = turn.content;
    this.begun = turn.begun;
    this.checksum = checksum;
    this.unusedMax = unusedMax;
    this.channel = parts.folder().append(content, begun.received());
    this.written = begun.received();
    this.steppedAt = written;
    this.steppedNanos = parts.nanos().getAsLong();
  }

  /** Writes all that comes. */
  Uploaded run(BodyChunks body) throws IOException {
    try {
      for (var next = body.next(); next.isPresent(); next = body.next()) {
        if (written + next.get().remaining() > begun.length()) {
          return settle().isPresent() ? new Uploaded.TooLong() : new Uploaded.Gone();
        }
        write(next.get());
        if (isStepDue() && !step()) {
          return new Uploaded.Gone();
        }
      }
    } catch (RuntimeException e) {
      settleAfter(e);
      throw e;
    }
    return end();
  }

  private void write(ByteBuffer bytes) throws IOException {
    var length = bytes.remaining();
    if (checksum.isPresent()) {
      var copy = new byte[length];
      bytes.duplicate().get(copy);
      checksum.get().update(copy);
    }
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    written += length;
    parts.meters().received(length);
  }

  private boolean isStepDue() {
    return written < begun.length()
        && (written - steppedAt >= STEP_BYTES
            || parts.nanos().getAsLong() - steppedNanos >= STEP_NANOS);
  }

  /** False where somebody else has taken over. */
  private boolean step() throws IOException {
    steppedNanos = parts.nanos().getAsLong();
    steppedAt = written;
    return progress(new Progress(kept(), null, null, Uploads.LEASE));
  }

  /** Bytes that have to meet a checksum do not count before all of them are there. */
  private long kept() throws IOException {
    if (checksum.isPresent() && !isVerified) {
      return begun.received();
    }
    channel.force(false);
    return written;
  }

  private Uploaded end() throws IOException {
    isVerified = checksum.isEmpty() || checksum.get().isMet();
    var settled = settle();
    if (settled.isEmpty()) {
      return new Uploaded.Gone();
    }
    return isVerified ? settled.get() : new Uploaded.ChecksumMismatch();
  }

  /** Writes down what there is, for the last time; empty where somebody else has taken over. */
  private Optional<Uploaded.Kept> settle() throws IOException {
    var kept = kept();
    var isWhole = kept == begun.length();
    var checkAt = isWhole ? parts.clock().instant().plus(unusedMax) : begun.checkAt();
    var isOurs = progress(new Progress(kept, isWhole ? type() : null, checkAt, Duration.ZERO));
    return isOurs ? Optional.of(new Uploaded.Kept(kept, checkAt)) : Optional.empty();
  }

  /** The first failure is the one to tell of. */
  private void settleAfter(RuntimeException failure) {
    try {
      var _ = settle();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private String type() throws IOException {
    return file.encrypted()
        ? StoredFile.UNKNOWN_TYPE
        : Sniffer.typeOf(parts.folder().head(content, Sniffer.HEAD_BYTES));
  }

  private boolean progress(Progress progress) {
    return parts
        .database(file.chat())
        .query(handle -> new FileRows(handle).progress(FileRows.Key.of(file), writer, progress));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
