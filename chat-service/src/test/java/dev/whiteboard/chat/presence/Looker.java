package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrame.Presence.State;
import dev.whiteboard.chat.session.Watching.Viewer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** A client that writes down whom it was shown. */
final class Looker implements Viewer {
  private final Executor eventLoop;
  final List<ServerFrame.Presence> shown = new CopyOnWriteArrayList<>();
  volatile boolean isSlow;

  Looker(Executor eventLoop) {
    this.eventLoop = eventLoop;
  }

  @Override
  public Executor eventLoop() {
    return eventLoop;
  }

  @Override
  public boolean show(ServerFrame.Presence presence) {
    return !isSlow && shown.add(presence);
  }

  /** What was shown of a user, the oldest first. */
  List<State> of(UserId user) {
    return shown.stream()
        .filter(presence -> presence.user().equals(user))
        .map(ServerFrame.Presence::state)
        .toList();
  }
}
