package dev.whiteboard.chat.session;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.room.UserChats.UserChat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a connection begins with: the chats of its user. Its answer comes on the event loop.
 */
final class ChatsLoader {
  /** A route that is told late costs a message a moment, and no more. */
  private static final int LEASE_WAIT_MS = 200;

  private static final Logger log = LoggerFactory.getLogger(ChatsLoader.class);

  private final Parts.OfNode node;
  private final Executor eventLoop;

  ChatsLoader(Parts.OfNode node, Executor eventLoop) {
    this.node = node;
    this.eventLoop = eventLoop;
  }

  /** Who hears what came of it; one of both, unless the event loop ended. */
  interface Answer {
    /** These are the user's chats, as of now or a little later. */
    void loaded(List<UserChat> chats);

    /** Nobody can say. */
    void notLoaded(RuntimeException why);
  }

  /** Tells the other nodes where a device is, and reads its user's chats. */
  void load(Caller known, Answer answer) {
    try {
      node.threads()
          .execute(() -> {
            try {
              lease(known);
              var chats = node.stores().userChats().of(known.user());
              later(() -> answer.loaded(chats));
            } catch (RuntimeException e) {
              later(() -> answer.notLoaded(e));
            }
          });
    } catch (RejectedExecutionException e) {
      answer.notLoaded(e);
    }
  }

  /** Others are to know where this device is before its chats are read: then nothing is missed. */
  private void lease(Caller known) {
    try {
      node.outlets()
          .routes()
          .lease(known.user(), known.device())
          .toCompletableFuture()
          .get(LEASE_WAIT_MS, TimeUnit.MILLISECONDS);
      node.outlets().outgoing().arrived(known.user());
    } catch (ExecutionException | TimeoutException e) {
      log.debug("no route for a device: Redis is away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void later(Runnable task) {
    try {
      eventLoop.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("the event loop ended before a connection was ready", e);
    }
  }
}
