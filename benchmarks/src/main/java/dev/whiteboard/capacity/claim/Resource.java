package dev.whiteboard.capacity.claim;

import java.util.Locale;

/** What a machine runs out of. */
public enum Resource {
  CPU,
  MEMORY,
  NETWORK,
  DISK,
  /** Memory that the operating system takes for itself: buffers of sockets. */
  KERNEL;

  /** The kernel's memory and a program's are the same memory. */
  public Resource pool() {
    return this == KERNEL ? MEMORY : this;
  }

  @Override
  public String toString() {
    return this == CPU ? name() : name().toLowerCase(Locale.ROOT);
  }
}
