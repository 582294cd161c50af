package dev.whiteboard.cdn.function;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;

/**
 * A memory that grows to a cap, and whose bulk operations can be interrupted.
 *
 * <p>Compiled code looks for an interrupt where it jumps back and where it calls. A function of 64
 * KiB has room for six thousand {@code memory.fill} in a row, of 16 MiB each: ten seconds without a
 * jump. So each of them looks too.
 */
final class CappedMemory implements Memory {
  private final ByteArrayMemory bytes;

  /**
   * As a module declares it.
   *
   * @param pagesMax where it ends, whatever the module declares
   */
  CappedMemory(MemoryLimits declared, int pagesMax) {
    var most = Math.min(declared.maximumPages(), pagesMax);
    this.bytes = new ByteArrayMemory(new MemoryLimits(declared.initialPages(), most));
  }

  /** Answers -1 at the cap, as WebAssembly has it. */
  @Override
  public int grow(int pages) {
    heedInterrupt();
    return bytes.grow(pages);
  }

  @Override
  public void fill(byte value, int from, int to) {
    heedInterrupt();
    bytes.fill(value, from, to);
  }

  @Override
  public void copy(int to, int from, int size) {
    heedInterrupt();
    bytes.copy(to, from, size);
  }

  @Override
  public void initPassiveSegment(int segment, int to, int offset, int size) {
    heedInterrupt();
    bytes.initPassiveSegment(segment, to, offset, size);
  }

  private static void heedInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new ChicoryInterruptedException("interrupted between bulk operations");
    }
  }

  /** Nothing is shared: modules with shared memory are refused. */
  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    throw new UnsupportedOperationException("memory is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException("memory is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException("memory is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int threadsMax) {
    throw new UnsupportedOperationException("memory is not shared");
  }

  @Override
  public int pages() {
    return bytes.pages();
  }

  @Override
  public int initialPages() {
    return bytes.initialPages();
  }

  @Override
  public int maximumPages() {
    return bytes.maximumPages();
  }

  @Override
  public boolean shared() {
    return bytes.shared();
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments) {
    bytes.initialize(instance, segments);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments, int memory) {
    bytes.initialize(instance, segments, memory);
  }

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    bytes.write(address, data, offset, size);
  }

  @Override
  public byte read(int address) {
    return bytes.read(address);
  }

  @Override
  public byte[] readBytes(int address, int size) {
    return bytes.readBytes(address, size);
  }

  @Override
  public void writeI32(int address, int value) {
    bytes.writeI32(address, value);
  }

  @Override
  public int readInt(int address) {
    return bytes.readInt(address);
  }

  @Override
  public void writeLong(int address, long value) {
    bytes.writeLong(address, value);
  }

  @Override
  public long readLong(int address) {
    return bytes.readLong(address);
  }

  @Override
  public void writeShort(int address, short value) {
    bytes.writeShort(address, value);
  }

  @Override
  public short readShort(int address) {
    return bytes.readShort(address);
  }

  @Override
  public long readU16(int address) {
    return bytes.readU16(address);
  }

  @Override
  public void writeByte(int address, byte value) {
    bytes.writeByte(address, value);
  }

  @Override
  public void writeF32(int address, float value) {
    bytes.writeF32(address, value);
  }

  @Override
  public long readF32(int address) {
    return bytes.readF32(address);
  }

  @Override
  public float readFloat(int address) {
    return bytes.readFloat(address);
  }

  @Override
  public void writeF64(int address, double value) {
    bytes.writeF64(address, value);
  }

  @Override
  public double readDouble(int address) {
    return bytes.readDouble(address);
  }

  @Override
  public long readF64(int address) {
    return bytes.readF64(address);
  }

  @Override
  public void zero() {
    bytes.zero();
  }

  @Override
  public void drop(int segment) {
    bytes.drop(segment);
  }
}
