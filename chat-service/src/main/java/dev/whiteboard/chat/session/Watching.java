package dev.whiteboard.chat.session;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.util.List;
import java.util.concurrent.Executor;

/** Tells clients whether others are there. On the client's event loop; never blocks. */
public interface Watching {
  /** A client that is shown who is there. */
  interface Viewer {
    /** Where it is shown something. */
    Executor eventLoop();

    /**
     * Shows whether somebody is there.
     *
     * @return whether it was taken; a slow client is shown it later
     */
    boolean show(ServerFrame.Presence presence);
  }

  /** The client shows these users from now on, instead of those before. */
  void watch(Viewer viewer, UserId watcher, List<UserId> users);

  /** The user has one connection more. */
  void came(UserId user);

  /** A device of a user who came was heard. */
  void heard(UserId user);

  /** The client is gone; {@code user} has one connection less. Once for each time that he came. */
  void gone(Viewer viewer, UserId user);
}
