package dev.whiteboard.chat.receipt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.chat.fanout.Hub;
import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.fanout.Subscriber;
import dev.whiteboard.chat.fanout.Subscription;
import dev.whiteboard.chat.fanout.Switchboard;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import dev.whiteboard.chat.websocket.Frame;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells the connections of this node how far members are, whichever node wrote it. What two nodes
 * tell may come in any order: one that is behind what was told before is told as far as that.
 */
public final class ReceiptTeller implements Consumer<NodeNews.Receipts> {
  /** News that overtake each other do so within seconds. */
  private static final Duration TOLD_KEPT = Duration.ofMinutes(1);

  private static final int TOLD_MAX = 100_000;

  private final Switchboard switchboard;
  private final Cache<Member, Mark> told =
      Caffeine.newBuilder().maximumSize(TOLD_MAX).expireAfterWrite(TOLD_KEPT).build();

  /** Tells the connections of these hubs. */
  public ReceiptTeller(Switchboard switchboard) {
    this.switchboard = switchboard;
  }

  /** Tells. From any thread, never blocks; event loops get all in the order of these calls. */
  @Override
  public synchronized void accept(NodeNews.Receipts news) {
    var moved = news.moved().stream().map(this::raised).toList();
    switchboard.onEach(hub -> moved.forEach(one -> tell(hub, one)));
  }

  private NodeNews.Moved raised(NodeNews.Moved moved) {
    var receipt = moved.receipt();
    var member = new Member(receipt.chat(), receipt.user());
    var mark = new Mark(receipt.delivered(), receipt.read());
    var furthest = told.asMap().merge(member, mark, Mark::furthest);
    return new NodeNews.Moved(
        new ServerFrame.Receipt(
            member.chat(), member.user(), furthest.delivered(), furthest.read()),
        moved.to());
  }

  private static void tell(Hub hub, NodeNews.Moved moved) {
    var subscribers = subscribers(hub, moved);
    if (subscribers.isEmpty()) {
      return;
    }
    var frame = Frame.text(ServerFrames.json(moved.receipt()).encode());
    try {
      subscribers.forEach(subscriber -> subscriber.tell(frame));
    } finally {
      frame.release();
    }
  }

  private static List<Subscriber> subscribers(Hub hub, NodeNews.Moved moved) {
    return moved.to().isEmpty()
        ? hub.watching(moved.receipt().chat()).stream().map(Subscription::subscriber).toList()
        : moved.to().stream().flatMap(user -> hub.of(user).stream()).toList();
  }
}
