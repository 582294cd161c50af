package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Where messages get their place: durable, in one order for each chat, once for each device and
 * mid.
 *
 * <p>Whoever has the log implements it so that the promise holds with any number of nodes, and with
 * each of them dying at any moment: an append that was told as {@link Appended.Stored} is there for
 * good, and one that was told as nothing may or may not be; sent again, it is there once.
 */
public interface MessageLog {
  /**
   * Appends, or finds what was appended before. Never blocks: it may be called on an event loop.
   * Drafts of one chat get their places in the order of the calls on this node.
   *
   * @return what became of it; fails with {@link dev.whiteboard.kit.store.StoreAwayException} where
   *     that is not known in time, and sending it again is the answer; with any other exception
   *     where the store can't keep it for a reason of its own, which is a bug. Completes on any
   *     thread, which must not be blocked
   */
  CompletionStage<Appended> append(Draft draft);

  /**
   * Reads a part of a chat, oldest first. Blocks.
   *
   * @param range which part
   * @throws dev.whiteboard.kit.store.StoreAwayException where it can't be read now
   */
  List<Message> read(ChatId chat, SeqRange range);

  /**
   * The newest sequence number of each chat; a chat that is not there is left out. Blocks.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where they can't be read now
   */
  Map<ChatId, Long> heads(Collection<ChatId> chats);
}
