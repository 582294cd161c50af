package dev.whiteboard.stack;

/** Servers that are up, until closed. Closing twice is the same as closing once. */
public interface LocalStack extends AutoCloseable {
  /** Where the servers are. */
  StackAddresses addresses();

  /** Takes down what this stack brought up; what it only connected to is left alone. */
  @Override
  void close();
}
