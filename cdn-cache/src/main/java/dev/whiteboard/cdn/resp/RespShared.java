package dev.whiteboard.cdn.resp;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all connections of a server have in common, and what is counted of them. */
final class RespShared implements ServerCommands.Counts {
  private final RespOptions options;
  private final Keyspace keys;
  private final InstantSource clock;
  private final Commands commands;
  private final Budget buffers;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong ids = new AtomicLong();
  private final LongAdder ran = new LongAdder();
  private final LongAdder cut = new LongAdder();

  RespShared(RespOptions options, Keyspace keys, InstantSource clock) {
    this.options = options;
    this.keys = keys;
    this.clock = clock;
    this.commands = new Commands(keys, new ServerCommands(keys, options, this));
    this.buffers = new Budget(options.bufferBytesMax());
  }

  RespOptions options() {
    return options;
  }

  Keyspace keys() {
    return keys;
  }

  InstantSource clock() {
    return clock;
  }

  Commands toRun() {
    return commands;
  }

  /** What all connections hold in memory. */
  Budget buffers() {
    return buffers;
  }

  long nextId() {
    return ids.incrementAndGet();
  }

  /** Counts one more, unless there are as many as there may be. */
  boolean enters() {
    if (connections.incrementAndGet() <= options.connectionsMax()) {
      return true;
    }
    connections.decrementAndGet();
    cut.increment();
    return false;
  }

  void leaves(boolean wasCut) {
    connections.decrementAndGet();
    if (wasCut) {
      cut.increment();
    }
  }

  void ran(long count) {
    ran.add(count);
  }

  @Override
  public int connections() {
    return connections.get();
  }

  @Override
  public long commands() {
    return ran.sum();
  }

  @Override
  public long cut() {
    return cut.sum();
  }
}
