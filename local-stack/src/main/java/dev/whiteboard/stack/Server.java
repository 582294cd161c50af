package dev.whiteboard.stack;

/** The servers that a stack can hold. */
public enum Server {
  /** The relational store. */
  POSTGRES("PostgreSQL"),
  /** The in-memory store. */
  REDIS("Redis"),
  /** The log of events. */
  KAFKA("Kafka");

  private final String displayName;

  Server(String displayName) {
    this.displayName = displayName;
  }

  /** The name as its makers write it. */
  public String displayName() {
    return displayName;
  }
}
