package dev.whiteboard.chat.client;

import dev.whiteboard.chat.log.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How far a client is in one chat: the rule by which each message is applied once and in order,
 * however often, late or mixed up it comes.
 */
final class ChatCursor {
  /*
   *   seq <= last       known: dropped
   *   seq == last + 1   applied, and behind it what had come ahead
   *   seq >  last + 1   kept ahead; what is between has to be asked for
   *
   *   last = 4       7 comes      5, 6, 7, 8 are asked for and come
   *   ahead          7            5 and 6 are applied, 7 from what is ahead, 8; 7 is dropped
   *
   * What is ahead has a bound: the highest gives way, as it is the last to be needed.
   *
   * Where a membership begins there is a hole that stays: somebody who joins at 41 never sees 1
   * to 40. Only the answer to a sync says so, with the place it begins behind.
   */

  /** Messages kept that are not next: a page of an answer, and some that came meanwhile. */
  static final int AHEAD_MAX = 256;

  private final NavigableMap<Long, Message> ahead = new TreeMap<>();
  private long last;

  /** The newest that is known to be there. */
  private long head;

  /** The newest that was heard of since the question under way was asked. */
  private long headSinceAsked;

  ChatCursor(long last) {
    this.last = last;
    this.head = last;
  }

  /** All up to this is applied. */
  long last() {
    return last;
  }

  /** Whether there is something between, or behind, that did not come. */
  boolean lacks() {
    return head > last;
  }

  /** There are messages up to this. */
  void hear(long seq) {
    head = Math.max(head, seq);
    headSinceAsked = Math.max(headSinceAsked, seq);
  }

  /**
   * Takes a message.
   *
   * @return what is to be applied now, in order
   */
  List<Message> take(Message message) {
    if (message.seq() <= last) {
      return List.of();
    }
    hear(message.seq());
    if (message.seq() == last + 1) {
      return ahead.isEmpty() ? applyOnly(message) : applyFrom(message);
    }
    keep(message);
    return List.of();
  }

  private List<Message> applyOnly(Message message) {
    last = message.seq();
    return List.of(message);
  }

  private List<Message> applyFrom(Message message) {
    ahead.put(message.seq(), message);
    return applyReady();
  }

  private void keep(Message message) {
    ahead.put(message.seq(), message);
    if (ahead.size() > AHEAD_MAX) {
      ahead.pollLastEntry();
    }
  }

  private List<Message> applyReady() {
    var ready = new ArrayList<Message>();
    for (var next = ahead.remove(last + 1); next != null; next = ahead.remove(last + 1)) {
      ready.add(next);
      last = next.seq();
    }
    return ready;
  }

  /** What is lacking is asked for. */
  void asked() {
    headSinceAsked = 0;
  }

  /**
   * The answer is complete.
   *
   * @param after where it begins: nothing up to there is for this client
   * @param answeredHead the newest that there was when it was made, which may be less than was
   *     thought
   * @return what is to be applied now, in order
   */
  List<Message> answered(long after, long answeredHead) {
    if (after > last) {
      last = after;
      ahead.headMap(after, true).clear();
    }
    var ready = applyReady();
    head = Math.max(Math.max(answeredHead, headSinceAsked), last);
    if (!ahead.isEmpty()) {
      head = Math.max(head, ahead.lastKey());
    }
    return ready;
  }
}
