package dev.whiteboard.bench.rig;

import dev.whiteboard.chat.id.ChatId;
import java.util.List;

/**
 * What was said in a chat, as its senders were told: how many messages, and a digest of which of
 * them got which place. Who heard all of it once has the same two, whatever order it was told in.
 */
final class ChatTally {
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final ChatId id;
  private final List<Integer> members;
  private long count;
  private long digest;

  /**
   * Of a chat in which nothing was said.
   *
   * @param members by their places
   */
  ChatTally(ChatId id, List<Integer> members) {
    this.id = id;
    this.members = members;
  }

  ChatId id() {
    return id;
  }

  List<Integer> members() {
    return members;
  }

  /** A message has its place. */
  void sent(long seq, long number) {
    count++;
    digest += digest(seq, number);
  }

  /** What a message at a place adds to the digest: 64 bits in which all of both are mixed. */
  static long digest(long seq, long number) {
    var mixed = (seq * ODD ^ number) * ODD;
    return (mixed ^ mixed >>> 32) * ODD;
  }

  /** Whether somebody who heard so much heard it all. */
  boolean isAllOf(long last, long heard) {
    return last == count && heard == digest;
  }

  @Override
  public String toString() {
    return id + " with " + count + " messages";
  }
}
