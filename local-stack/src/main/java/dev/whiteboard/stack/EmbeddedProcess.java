package dev.whiteboard.stack;

/** A server that is a process of its own, and can be held still. */
public sealed interface EmbeddedProcess extends EmbeddedServer
    permits EmbeddedPostgres, EmbeddedRedis {
  /** The process number; of the first process, where there are several. */
  long pid();

  /** Holds it still: connections stay, and nothing answers. */
  void pause();

  /** Lets it go on where it was paused. */
  void resume();
}
