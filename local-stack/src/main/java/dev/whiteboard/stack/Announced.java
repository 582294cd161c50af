package dev.whiteboard.stack;

import java.time.Duration;

/** A server's coming up, as a listener is told of it. */
record Announced(Server server, StackListener listener, long sinceNanos) {
  static Announced starting(Server server, StackListener listener) {
    listener.starting(server);
    return new Announced(server, listener, System.nanoTime());
  }

  void ready(Greeting greeting) {
    Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
    listener.ready(server, greeting.version(), greeting.location(), took);
  }
}
