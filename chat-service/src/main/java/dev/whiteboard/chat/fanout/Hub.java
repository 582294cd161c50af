package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.room.MemberList;
import dev.whiteboard.chat.room.UserChats.UserChat;
import dev.whiteboard.chat.websocket.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of one event loop and the chats that they watch: brings each message to each of
 * them, in order and once.
 *
 * <p>What is a member's is decided by the log itself: joins and removals are messages of the chat,
 * and take effect at their place among the others. So who was removed by message 41 is not sent 42,
 * whatever was in flight.
 */
public final class Hub {
  /*
   * A hub shares nothing with those of other event loops: each message is offered to every hub, and
   * each keeps its own place in each chat. That costs one task a message and event loop, and saves
   * every lock.
   *
   *   log, other nodes ─▸ offer ─▸ ServedChat: early ones wait ─▸ in order ─▸ subscribers
   *   heads of the log ─▸ hear ──▸ ServedChat: behind? ─▸ fetch ─▸ offer
   */
  private static final int UNSERVED_MAX = 4_096;

  private final MissingMessages missing;
  private final Patience patience;
  private final Map<ChatId, ServedChat> chats = new HashMap<>();
  private final Map<UserId, List<Subscriber>> users = new HashMap<>();

  /**
   * Newest messages of chats that nobody watches here, the latest of them: who connects reads how
   * far his chats are, then watches them, and what came between is found here.
   */
  private final Map<ChatId, Long> unserved =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ChatId, Long> eldest) {
          return size() > UNSERVED_MAX;
        }
      };

  /** Runs something a moment later, on the event loop. */
  @FunctionalInterface
  public interface Patience {
    /**
     * Runs it. Two nodes that write to one chat hear of each other's messages a moment late: what
     * seems to be missing mostly comes within some milliseconds, and is not worth a read.
     */
    void later(Runnable task);
  }

  /**
   * For one event loop.
   *
   * @param missing where messages are fetched that did not come
   * @param patience how long that is waited with
   */
  public Hub(MissingMessages missing, Patience patience) {
    this.missing = missing;
    this.patience = patience;
  }

  /** A connection is known; it watches nothing yet. */
  public void add(Subscriber subscriber) {
    users.computeIfAbsent(subscriber.user(), _ -> new ArrayList<>(1)).add(subscriber);
  }

  /** A connection is gone. */
  public void remove(Subscriber subscriber, Collection<Subscription> subscriptions) {
    subscriptions.forEach(this::unlink);
    users.computeIfPresent(
        subscriber.user(),
        (_, connections) -> {
          connections.remove(subscriber);
          return connections.isEmpty() ? null : connections;
        });
  }

  /**
   * A connection watches a chat from now on, if its user still is a member.
   *
   * @param membership what was read of it
   * @return empty where it is not known any more what has happened since that was read: it has to
   *     be read again
   */
  public Optional<Watch> watch(Subscriber subscriber, UserChat membership) {
    var served = chats.computeIfAbsent(membership.chat(), this::newlyServed);
    var joinedSeq = membership.joinedSeq();
    var watch =
        served
            .isStillMember(subscriber.user(), joinedSeq, membership.head())
            .<Watch>map(isMember ->
                isMember ? new Watch.Begun(link(served, subscriber, joinedSeq)) : new Watch.No());
    if (served.subscriptions().isEmpty()) {
      chats.remove(served.chat());
    } else {
      served.placeAt(membership.head());
      passOn(served);
    }
    return watch;
  }

  /** Whether a connection watches a chat. */
  public sealed interface Watch {
    /**
     * It does.
     *
     * @param subscription how
     */
    record Begun(Subscription subscription) implements Watch {}

    /** Its user was removed meanwhile. */
    record No() implements Watch {}
  }

  private static Subscription link(ServedChat served, Subscriber subscriber, long joinedSeq) {
    var subscription = new Subscription(served, subscriber, joinedSeq);
    served.subscriptions().add(subscription);
    return subscription;
  }

  /**
   * A chat's newest message is known. What is missing up to there is fetched; where the chat has no
   * place yet, passing on begins behind it.
   *
   * @param head its number, read when the subscription was in place already: so that none can fall
   *     between
   */
  public void place(ChatId chat, long head) {
    var served = chats.get(chat);
    if (served != null) {
      served.placeAt(head);
      passOn(served);
    }
  }

  /** Takes a message from wherever it comes. */
  public void offer(Delivery delivery) {
    if (delivery.message().kind() == Kind.ADDED) {
      subscribeAdded(delivery.message());
    }
    var served = chats.get(delivery.chat());
    if (served == null) {
      unserved.merge(delivery.chat(), delivery.seq(), Math::max);
    } else {
      served.offer(delivery);
      passOn(served);
    }
  }

  private ServedChat newlyServed(ChatId chat) {
    var served = new ServedChat(chat);
    var heard = unserved.remove(chat);
    if (heard != null) {
      served.hear(heard);
    }
    return served;
  }

  /** Which chats are watched, and how far they are. */
  public Map<ChatId, Long> heads() {
    var heads = HashMap.<ChatId, Long>newHashMap(chats.size());
    chats.forEach((chat, served) -> heads.put(chat, served.head()));
    return heads;
  }

  /** All connections that are known. */
  public List<Subscriber> all() {
    return users.values().stream().flatMap(List::stream).toList();
  }

  /** The connections of a user. */
  public List<Subscriber> of(UserId user) {
    return List.copyOf(users.getOrDefault(user, List.of()));
  }

  /** Those who watch a chat. */
  public List<Subscription> watching(ChatId chat) {
    var served = chats.get(chat);
    return served == null ? List.of() : List.copyOf(served.subscriptions());
  }

  /** Whether it may be told now that somebody writes in a chat that is watched: not too often. */
  public boolean takeTyping(ChatId chat, long nowMs) {
    var served = chats.get(chat);
    return served != null && served.takeTyping(nowMs);
  }

  private void passOn(ServedChat served) {
    for (var next = served.poll(); next != null; next = served.poll()) {
      deliver(served, next);
      if (next.message().kind() == Kind.REMOVED) {
        unsubscribeRemoved(served, next);
      }
    }
    if (served.isBehind()) {
      fetch(served);
    }
  }

  private static void deliver(ServedChat served, Delivery delivery) {
    var frame = Frame.text(delivery.json());
    try {
      for (var subscription : served.subscriptions()) {
        if (delivery.seq() > subscription.joinedSeq()) {
          subscription.subscriber().deliver(subscription, delivery, frame);
        }
      }
    } finally {
      frame.release();
    }
  }

  private void fetch(ServedChat served) {
    if (!served.fetching) {
      served.fetching = true;
      patience.later(() -> fetchNow(served));
    }
  }

  private void fetchNow(ServedChat served) {
    if (isServed(served) && served.isBehind()) {
      missing.fetch(served.chat(), served.head(), messages -> fetched(served, messages));
    } else {
      served.fetching = false;
    }
  }

  private void fetched(ServedChat served, List<Message> messages) {
    served.fetching = false;
    if (isServed(served) && !messages.isEmpty()) {
      messages.forEach(message -> served.offer(new Delivery(message)));
      passOn(served);
    }
  }

  private boolean isServed(ServedChat served) {
    return chats.get(served.chat()) == served;
  }

  /** Connections of users who were added see the chat from the message that added them. */
  private void subscribeAdded(Message added) {
    var served = chats.get(added.chat());
    var isPast = served != null && served.isPlaced() && served.head() >= added.seq();
    if (!isPast) { // else it is an old one that came again
      var before = added.seq() - 1;
      MemberList.of(added).forEach(user -> joined(user, UserChat.joined(added.chat(), before)));
    }
  }

  /**
   * A user has come into a chat: his connections here watch it from now on, those that don't yet.
   * Where it can't be told whether he still is in it, that is left for the next time.
   *
   * @param membership since when, and how far the chat was then
   */
  public void joined(UserId user, UserChat membership) {
    for (var subscriber : of(user)) {
      if (!watches(subscriber, membership.chat())
          && watch(subscriber, membership).orElse(null) instanceof Watch.Begun(var subscription)) {
        subscription.startAt(membership.joinedSeq());
        if (subscription.head() > membership.joinedSeq()) {
          subscription.withheld(membership.joinedSeq() + 1);
        }
        subscriber.subscribed(subscription);
      }
    }
  }

  private boolean watches(Subscriber subscriber, ChatId chat) {
    var served = chats.get(chat);
    return served != null
        && served.subscriptions().stream().anyMatch(one -> one.subscriber().equals(subscriber));
  }

  private void unsubscribeRemoved(ServedChat served, Delivery removal) {
    var removed = MemberList.of(removal.message());
    served.removed(removed);
    for (var subscription : List.copyOf(served.subscriptions())) {
      if (removed.contains(subscription.subscriber().user())
          && subscription.joinedSeq() < removal.seq()) {
        unlink(subscription);
        subscription.subscriber().unsubscribed(subscription);
      }
    }
  }

  private void unlink(Subscription subscription) {
    var served = subscription.served;
    served.subscriptions().remove(subscription);
    if (served.subscriptions().isEmpty()) {
      chats.remove(served.chat(), served);
    }
  }
}
