package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Receipts of large chats that wait to be told, one a member: what he does while it waits is taken
 * in, so that it never grows longer by being slow. Of one thread.
 */
final class ReceiptQueue {
  private record Waiting(Mark mark, Set<UserId> to) {
    Waiting with(Waiting newer, int toMax) {
      var all = new LinkedHashSet<>(newer.to);
      for (var user : to) {
        if (all.size() < toMax) {
          all.add(user);
        }
      }
      return new Waiting(mark.furthest(newer.mark), all);
    }
  }

  private final int max;
  private final int toMax;

  /** Longest first: who waits keeps his place. */
  private final Map<Member, Waiting> waiting = new LinkedHashMap<>();

  /**
   * None.
   *
   * @param max of how many members; another is not told of
   * @param toMax to how many one of them is told
   */
  ReceiptQueue(int max, int toMax) {
    this.max = max;
    this.toMax = toMax;
  }

  /** Has somebody told of how far a member is; nobody means nobody. */
  void add(Member member, Mark mark, Set<UserId> to) {
    if (!to.isEmpty() && (waiting.size() < max || waiting.containsKey(member))) {
      waiting.merge(member, new Waiting(mark, to), (older, newer) -> older.with(newer, toMax));
    }
  }

  /**
   * Takes out those that have waited longest.
   *
   * @param framesMax to how many users in sum, at least {@code toMax}
   */
  List<NodeNews.Moved> take(int framesMax) {
    var taken = new ArrayList<NodeNews.Moved>();
    var frames = 0;
    var entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      var entry = entries.next();
      frames += entry.getValue().to.size();
      if (frames > framesMax) {
        break;
      }
      taken.add(news(entry.getKey(), entry.getValue()));
      entries.remove();
    }
    return taken;
  }

  private static NodeNews.Moved news(Member member, Waiting waiting) {
    var mark = waiting.mark;
    var receipt =
        new ServerFrame.Receipt(member.chat(), member.user(), mark.delivered(), mark.read());
    return new NodeNews.Moved(receipt, waiting.to);
  }
}
