package dev.whiteboard.kit.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent: in memory up to a bound, then in a file up to another, then the writer has
 * to wait too. First in, first out, for one writer and one reader.
 */
final class Outbox implements AutoCloseable {
  /*
   * Why a file: many clients send all of a body before they read the first byte of the answer
   * (java.net.http and Python's requests among them). Were the answer only held back, neither
   * side would move: we could not write, so we would not read, so the client could not go on.
   */

  private static final int MEMORY_BYTES_MAX = 256 * 1024;

  /** The answers to 100,000 links of 1,000 characters. */
  private static final long FILE_BYTES_MAX = 128L * 1024 * 1024;

  private static final int READ_BYTES_MAX = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Buffer> memory = new ArrayDeque<>();
  private int memoryBytes;
  private @Nullable FileChannel file;
  private long fileStart;
  private long fileEnd;
  private boolean finished;
  private boolean closed;

  /**
   * Takes bytes in; waits while there is no room at all.
   *
   * @throws StreamBrokenException once it is closed
   */
  void put(Buffer bytes) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (!closed && fileStart < fileEnd && fileEnd + bytes.length() > FILE_BYTES_MAX) {
        changed.await();
      }
      requireOpen();
      if (fileStart == fileEnd && memoryBytes + bytes.length() <= MEMORY_BYTES_MAX) {
        memory.add(bytes);
        memoryBytes += bytes.length();
      } else {
        append(bytes);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells that nothing more comes. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next bytes; waits for them. Null at the end.
   *
   * @throws StreamBrokenException once it is closed
   */
  @Nullable Buffer next() throws IOException, InterruptedException {
    lock.lock();
    try {
      while (!closed && !finished && memory.isEmpty() && fileStart == fileEnd) {
        changed.await();
      }
      requireOpen();
      changed.signalAll();
      return memory.isEmpty() ? fromFile() : fromMemory();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what waits; both sides are let go. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      memory.clear();
      changed.signalAll();
      if (file != null) {
        file.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StreamBrokenException("the client hung up");
    }
  }

  private Buffer fromMemory() {
    var bytes = memory.remove();
    memoryBytes -= bytes.length();
    return bytes;
  }

  private @Nullable Buffer fromFile() throws IOException {
    if (file == null || fileStart == fileEnd) {
      return null;
    }
    var bytes = ByteBuffer.allocate((int) Math.min(READ_BYTES_MAX, fileEnd - fileStart));
    while (bytes.hasRemaining()) {
      fileStart += file.read(bytes, fileStart);
    }
    return Buffer.buffer(bytes.array());
  }

  private void append(Buffer added) throws IOException {
    if (file == null) {
      file = open();
    }
    if (fileStart == fileEnd) {
      fileStart = 0;
      fileEnd = 0;
    }
    var bytes = ByteBuffer.wrap(added.getBytes());
    while (bytes.hasRemaining()) {
      fileEnd += file.write(bytes, fileEnd);
    }
  }

  private static FileChannel open() throws IOException {
    return FileChannel.open(
        Files.createTempFile("reply", null),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }
}
