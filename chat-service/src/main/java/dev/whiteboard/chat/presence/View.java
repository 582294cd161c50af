package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.session.Watching.Viewer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one client watches. On its event loop alone. */
final class View {
  final Viewer viewer;
  final UserId watcher;

  /** Whom it wants to see. */
  List<UserId> wanted = List.of();

  /** Whom of them it may see: a watch of the board each. */
  final Set<UserId> visible = new HashSet<>();

  /** What it has been told. */
  private final Map<UserId, ServerFrame.Presence> told = new HashMap<>();

  /** Of whom it has to be told. */
  final Set<UserId> changed = new LinkedHashSet<>();

  /** Whether it stands in line to be told. */
  boolean isQueued;

  /** Whether it is being found out whom it may see. */
  boolean isChecking;

  /** When that was found out last, or is to be again. */
  long checkAgainMs;

  View(Viewer viewer, UserId watcher) {
    this.viewer = viewer;
    this.watcher = watcher;
  }

  /** Wants to see these instead of those before, and to be told of all of them anew. */
  void want(List<UserId> users) {
    wanted = users;
    told.clear();
    changed.clear();
  }

  /**
   * Shows what is new of a user.
   *
   * @return false where the client can't take it now
   */
  boolean show(ServerFrame.Presence presence) {
    if (presence.equals(told.get(presence.user()))) {
      return true;
    }
    if (!viewer.show(presence)) {
      return false;
    }
    told.put(presence.user(), presence);
    return true;
  }

  /** Whether showing that would send a frame. */
  boolean isNews(ServerFrame.Presence presence) {
    return !presence.equals(told.get(presence.user()));
  }
}
