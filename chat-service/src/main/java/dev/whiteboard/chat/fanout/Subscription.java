package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;

/**
 * That a connection gets the messages of a chat, and how far it is with them. On the connection's
 * event loop alone.
 */
public final class Subscription {
  final ServedChat served;
  private final Subscriber subscriber;
  private final long joinedSeq;

  /** The newest that was sent to it, or that it has been told to fetch. */
  private long sentSeq;

  /** The newest that it has acknowledged. */
  private long ackedSeq;

  /** The first that it was neither sent nor told of; 0 for none. */
  private long gapFrom;

  Subscription(ServedChat served, Subscriber subscriber, long joinedSeq) {
    this.served = served;
    this.subscriber = subscriber;
    this.joinedSeq = joinedSeq;
  }

  /** Which chat. */
  public ChatId chat() {
    return served.chat();
  }

  /** Who gets them. */
  public Subscriber subscriber() {
    return subscriber;
  }

  /** The user may see what comes behind this. */
  public long joinedSeq() {
    return joinedSeq;
  }

  /** The newest message that this node knows of in the chat. */
  public long head() {
    return served.head();
  }

  /** Begins behind what the client has. */
  public void startAt(long seq) {
    sentSeq = seq;
    ackedSeq = seq;
  }

  /** How many messages are sent and not acknowledged. */
  public long unacked() {
    return sentSeq - ackedSeq;
  }

  /** The newest that it has acknowledged. */
  public long ackedSeq() {
    return ackedSeq;
  }

  /** Whether there is something that it has to be told of. */
  public boolean hasGap() {
    return gapFrom > 0;
  }

  /** The message was sent. */
  public void sent(long seq) {
    sentSeq = Math.max(sentSeq, seq);
  }

  /** The message was not sent, as the client does not keep up. */
  public void withheld(long seq) {
    if (gapFrom == 0) {
      gapFrom = seq;
    }
  }

  /**
   * What the client is to be told to fetch, once. It is the client's from then on: it does not
   * count as unacknowledged.
   *
   * @return the first; all up to {@link #head} follow
   */
  public long takeGap() {
    var from = gapFrom;
    gapFrom = 0;
    startAt(served.head());
    return from;
  }

  /**
   * The client has all up to this.
   *
   * @return how many fewer are unacknowledged
   */
  public long acked(long seq) {
    var upto = Math.min(seq, served.head());
    if (upto <= ackedSeq) {
      return 0;
    }
    var before = unacked();
    ackedSeq = upto;
    sentSeq = Math.max(sentSeq, upto);
    return before - unacked();
  }
}
