package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.session.Watching.Viewer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * The clients of one event loop that watch users. All methods are for that event loop, but {@link
 * #isBusy}.
 *
 * <p>Frames are rationed: so many a tick. What finds no room waits in line, client by client, and a
 * client that takes nothing waits likewise; each is told the newest when its turn comes.
 */
final class LoopViews {
  /** Frames of one tick: 2,000 a second. */
  static final int FRAMES_MAX = 200;

  /** Clients of one look for those who have to be checked again. */
  private static final int CHECKS_MAX = 50;

  private final Board board;

  /** The one that was checked longest ago first. */
  private final Map<Viewer, View> views = new LinkedHashMap<>();

  private final Map<UserId, List<View>> byUser = new HashMap<>();
  private final Queue<View> queue = new ArrayDeque<>();
  private int room = FRAMES_MAX;
  private volatile boolean busy;

  LoopViews(Board board) {
    this.board = board;
  }

  /** Whether the next tick has something to do. */
  boolean isBusy() {
    return busy;
  }

  /** The view of a client that wants to see these users from now on. */
  View want(Viewer viewer, UserId watcher, List<UserId> users) {
    var view = views.computeIfAbsent(viewer, _ -> new View(viewer, watcher));
    view.want(users);
    return view;
  }

  /** Whether the client still watches. */
  boolean isOpen(View view) {
    return views.get(view.viewer) == view;
  }

  /** It has been found out whom a client may see. */
  void checked(View view, Set<UserId> mayBeSeen, long againMs) {
    view.checkAgainMs = againMs;
    views.remove(view.viewer);
    views.put(view.viewer, view);
    var visible = new HashSet<>(view.wanted);
    visible.retainAll(mayBeSeen);
    for (var user : List.copyOf(view.visible)) {
      if (!visible.contains(user)) {
        hide(view, user);
      }
    }
    for (var user : visible) {
      if (!view.visible.contains(user) && board.watch(user)) {
        view.visible.add(user);
        byUser.computeIfAbsent(user, _ -> new ArrayList<>(1)).add(view);
      }
    }
    view.changed.addAll(view.wanted);
    enqueue(view);
    tell();
  }

  /** The client is gone, or watches nobody any more. */
  void close(Viewer viewer) {
    var view = views.remove(viewer);
    if (view != null) {
      List.copyOf(view.visible).forEach(user -> hide(view, user));
      view.changed.clear();
    }
  }

  private void hide(View view, UserId user) {
    view.visible.remove(user);
    board.unwatch(user);
    byUser.computeIfPresent(
        user,
        (_, watching) -> {
          watching.remove(view);
          return watching.isEmpty() ? null : watching;
        });
  }

  /** Something is known of these users that was not before. */
  void changed(List<UserId> users) {
    for (var user : users) {
      for (var view : byUser.getOrDefault(user, List.of())) {
        view.changed.add(user);
        enqueue(view);
      }
    }
    tell();
  }

  /** There is room again. */
  void tick() {
    room = FRAMES_MAX;
    tell();
  }

  /** Those whom it was found out longest ago for, if that is due. */
  List<View> toCheck(long nowMs) {
    return views.values().stream()
        .limit(CHECKS_MAX)
        .filter(view -> !view.isChecking && view.checkAgainMs <= nowMs)
        .toList();
  }

  private void enqueue(View view) {
    if (!view.isQueued) {
      view.isQueued = true;
      queue.add(view);
    }
  }

  private void tell() {
    for (var turns = queue.size(); turns > 0 && room > 0; turns--) {
      var view = queue.remove();
      view.isQueued = false;
      tell(view);
      if (!view.changed.isEmpty()) {
        enqueue(view);
      }
    }
    busy = room < FRAMES_MAX || !queue.isEmpty();
  }

  /** Until it has been told all, or there is no room, or it takes no more. */
  private void tell(View view) {
    var users = view.changed.iterator();
    var takes = true;
    while (takes && users.hasNext()) {
      takes = tell(view, users.next());
      if (takes) {
        users.remove();
      }
    }
  }

  private boolean tell(View view, UserId user) {
    var presence = view.visible.contains(user) ? board.of(user).orElse(null) : Board.unknown(user);
    if (presence == null || !view.isNews(presence)) {
      return true;
    }
    return room > 0 && view.show(presence) && spend();
  }

  private boolean spend() {
    room--;
    return true;
  }
}
