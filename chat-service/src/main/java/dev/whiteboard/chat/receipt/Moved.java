package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.protocol.ServerFrame;

/**
 * That a mark has moved, durably.
 *
 * @param member whose
 * @param was where it was
 * @param now where it is
 * @param memberCount how many members the chat has
 */
public record Moved(Member member, Mark was, Mark now, int memberCount) {
  /** Whether he has read more than before. */
  boolean hasRead() {
    return now.read() > was.read();
  }

  /** It moved over the messages behind this. */
  long from() {
    return hasRead() ? was.read() : was.delivered();
  }

  /** And up to this. */
  long upto() {
    return now.delivered() > was.delivered() ? now.delivered() : now.read();
  }

  /** As clients are told. */
  ServerFrame.Receipt receipt() {
    return new ServerFrame.Receipt(member.chat(), member.user(), now.delivered(), now.read());
  }
}
