package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.room.UserChats.UserChat;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.kit.store.RedisSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other nodes tell this one, and passes it on to its connections. */
public final class Incoming implements Consumer<String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Incoming.class);

  private final Parts parts;
  private final Switchboard switchboard;
  private final Audience audience;
  private final List<RedisSubscription> subscriptions = new ArrayList<>();

  /**
   * Where it goes.
   *
   * @param switchboard messages
   * @param audience what changes who is to hear
   * @param receipts how far members are
   * @param presence who came or went
   */
  public record Parts(
      Switchboard switchboard,
      Audience audience,
      Consumer<NodeNews.Receipts> receipts,
      Consumer<NodeNews.Presence> presence) {}

  private Incoming(Parts parts) {
    this.parts = parts;
    this.switchboard = parts.switchboard;
    this.audience = parts.audience;
  }

  /** Begins to listen. */
  public static Incoming open(String redisUrl, Outgoing.NodeChannels channels, Parts parts) {
    var incoming = new Incoming(parts);
    for (var channel : List.of(channels.of(channels.node()), channels.ofAll())) {
      incoming.subscriptions.add(RedisSubscription.open(redisUrl, channel, incoming));
    }
    return incoming;
  }

  @Override
  public void accept(String text) {
    try {
      pass(NodeNews.parse(text));
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("another node says what this one does not understand");
    }
  }

  @Override
  public void close() {
    subscriptions.forEach(RedisSubscription::close);
  }

  private void pass(NodeNews news) {
    switch (news) {
      case NodeNews.Messages(var messages) -> {
        messages.stream()
            .filter(message -> message.kind().changesMembers())
            .forEach(message -> audience.membersChanged(message.chat()));
        switchboard.offer(messages);
      }
      case NodeNews.NewChat(var chat, var members) ->
          switchboard.onEach(
              hub -> members.forEach(user -> hub.joined(user, UserChat.joined(chat, 0))));
      case NodeNews.Arrival(var user) -> audience.arrived(user);
      case NodeNews.ToChat toChat -> switchboard.onEach(hub -> tell(hub, toChat));
      case NodeNews.Receipts receipts -> parts.receipts.accept(receipts);
      case NodeNews.Presence presence -> parts.presence.accept(presence);
    }
  }

  /** Sends a frame to those on an event loop who watch a chat. */
  public static void tell(Hub hub, NodeNews.ToChat news) {
    var watching = hub.watching(news.chat());
    if (watching.isEmpty()) {
      return;
    }
    var frame = Frame.text(news.frame());
    try {
      for (var subscription : watching) {
        var subscriber = subscription.subscriber();
        if (!news.except().equals(Optional.of(subscriber.user()))) {
          subscriber.tell(frame);
        }
      }
    } finally {
      frame.release();
    }
  }
}
