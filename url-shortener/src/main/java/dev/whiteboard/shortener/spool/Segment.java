package dev.whiteboard.shortener.spool;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a spool: records behind one another.
 *
 * <pre>
 *   0        4        8
 *  +--------+--------+----------------+---- - -
 *  | length | CRC32C | bytes          | next record
 *  +--------+--------+----------------+---- - -
 *   4 bytes  4 bytes, of the bytes
 * </pre>
 *
 * <p>A process that is killed while it appends leaves a torn record: what is behind the last whole
 * one is cut off.
 */
final class Segment implements AutoCloseable {
  private static final int HEADER_BYTES = 2 * Integer.BYTES;

  /** A longer record than anybody appends is no record. */
  private static final int RECORD_BYTES_MAX = 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Segment.class);

  private final Path file;
  private final FileChannel channel;

  /** Where each record begins, and behind them where the next will. */
  private int[] starts = new int[16];

  private int records;

  private Segment(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** What a record takes. */
  static int sizeOf(byte[] record) {
    return HEADER_BYTES + record.length;
  }

  /** A new one. */
  static Segment create(Path file) throws IOException {
    return new Segment(
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  /** One that is there; what is torn at its end is cut off. */
  static Segment recover(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var segment = new Segment(file, channel);
    var whole = ByteBuffer.wrap(Files.readAllBytes(file));
    while (isWhole(whole)) {
      segment.added(segment.bytes() + HEADER_BYTES + whole.getInt(segment.bytes()));
      whole.position(segment.bytes());
    }
    if (whole.hasRemaining()) {
      log.atWarn().addKeyValue("bytes", whole.remaining()).log("cut off a torn end of {}", file);
      channel.truncate(segment.bytes());
    }
    return segment;
  }

  int records() {
    return records;
  }

  int bytes() {
    return starts[records];
  }

  void append(byte[] record) throws IOException {
    var framed = ByteBuffer.allocate(sizeOf(record));
    framed.putInt(record.length).putInt(checksum(record)).put(record).flip();
    try {
      var at = bytes();
      while (framed.hasRemaining()) {
        at += channel.write(framed, at);
      }
      added(at);
    } catch (IOException e) {
      channel.truncate(bytes());
      throw e;
    }
  }

  byte[] read(int index) {
    var record = ByteBuffer.allocate(starts[index + 1] - starts[index] - HEADER_BYTES);
    try {
      while (record.hasRemaining()) {
        if (channel.read(record, starts[index] + HEADER_BYTES + record.position()) < 0) {
          throw new EOFException(file + " became shorter");
        }
      }
      return record.array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("{} could not be closed", file);
    }
  }

  private void added(int end) {
    records++;
    if (records == starts.length) {
      starts = Arrays.copyOf(starts, records * 2);
    }
    starts[records] = end;
  }

  private static boolean isWhole(ByteBuffer from) {
    if (from.remaining() < HEADER_BYTES) {
      return false;
    }
    var length = from.getInt(from.position());
    if (length <= 0 || length > Math.min(RECORD_BYTES_MAX, from.remaining() - HEADER_BYTES)) {
      return false;
    }
    var record = new byte[length];
    from.get(from.position() + HEADER_BYTES, record);
    return checksum(record) == from.getInt(from.position() + Integer.BYTES);
  }

  private static int checksum(byte[] record) {
    var crc = new CRC32C();
    crc.update(record);
    return (int) crc.getValue();
  }
}
