package dev.whiteboard.chat.websocket;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Flushes sockets once for all that was sent to them in one turn of their event loop: a system call
 * for each socket and not for each frame.
 *
 * <p>A turn ends behind the tasks that were queued already when the first frame was sent. Tasks
 * that come later don't delay it, however many they are.
 */
final class Turn implements Runnable {
  private final EventLoop eventLoop;
  private List<Socket> unflushed = new ArrayList<>();
  private List<Socket> spare = new ArrayList<>();

  Turn(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** Has the socket flushed at the turn's end; a socket calls it once a turn. */
  void flushLater(Socket socket) {
    if (unflushed.isEmpty()) {
      eventLoop.execute(this);
    }
    unflushed.add(socket);
  }

  /** What is sent by those who hear that a socket took all goes out in the next turn. */
  @Override
  public void run() {
    var flushing = unflushed;
    unflushed = spare;
    spare = flushing;
    for (var socket : flushing) {
      socket.flush();
    }
    flushing.clear();
  }
}
