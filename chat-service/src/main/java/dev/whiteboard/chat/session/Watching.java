package dev.whiteboard.chat.session;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.websocket.Socket;
import java.util.List;

/** Tells clients whether others are there. On the socket's event loop. */
public interface Watching {
  /** The client shows these users from now on, instead of those before. */
  void watch(Socket socket, UserId watcher, List<UserId> users);

  /** A device of the user was heard; also when it connects. */
  void heard(UserId user);

  /** The client is gone; {@code user} has one connection less. */
  void gone(Socket socket, UserId user);
}
