package dev.whiteboard.stack;

/**
 * Three servers that are one to whoever uses them. A test stops one of them, sees what goes on, and
 * brings it back: same port, same data.
 */
public sealed interface ServerCluster extends AutoCloseable
    permits EmbeddedRedisCluster, ContainerRedisCluster, ContainerKafkaCluster {
  /** How many there are; each is known by its number, from 0. */
  int SIZE = 3;

  /** What a service takes as its setting: all of them, with commas between. */
  String url();

  /** Stops one; what was acknowledged is kept. */
  void stop(int server);

  /** Brings one back, and returns when all of them see each other. */
  void restart(int server);

  /** Stops all for good. */
  @Override
  void close();
}
