package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hubs of all event loops of a node: what comes to the node comes to each of them. */
public final class Switchboard {
  private static final Logger log = LoggerFactory.getLogger(Switchboard.class);

  private record Line(Executor eventLoop, Hub hub) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /** Adds an event loop's hub, before any connection is there. */
  public void add(Executor eventLoop, Hub hub) {
    lines.add(new Line(eventLoop, hub));
  }

  /** Brings messages to all who watch their chats, here. From any thread. */
  public void offer(List<Message> messages) {
    var deliveries = messages.stream().map(Delivery::new).toList();
    onEach(hub -> deliveries.forEach(hub::offer));
  }

  /** Tells of the newest messages there are. From any thread. */
  public void place(Map<ChatId, Long> heads) {
    onEach(hub -> heads.forEach(hub::place));
  }

  /** Does something on each event loop. From any thread. */
  public void onEach(Consumer<Hub> task) {
    for (var line : lines) {
      execute(line, () -> task.accept(line.hub));
    }
  }

  /**
   * Which chats are watched here, and how far the one that is least far has come.
   *
   * @return completes on an event loop; not at all where one of them has ended
   */
  public CompletableFuture<Map<ChatId, Long>> heads() {
    var parts = new ArrayList<CompletableFuture<Map<ChatId, Long>>>();
    for (var line : lines) {
      var part = new CompletableFuture<Map<ChatId, Long>>();
      parts.add(part);
      execute(line, () -> part.complete(line.hub.heads()));
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(_ -> merged(parts));
  }

  private static Map<ChatId, Long> merged(List<CompletableFuture<Map<ChatId, Long>>> parts) {
    var all = new HashMap<ChatId, Long>();
    parts.forEach(part -> part.join().forEach((chat, head) -> all.merge(chat, head, Math::min)));
    return all;
  }

  private static void execute(Line line, Runnable task) {
    try {
      line.eventLoop.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("an event loop has ended", e);
    }
  }
}
