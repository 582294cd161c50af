package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.CommittedListener;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.room.MemberList;
import dev.whiteboard.chat.room.NewChatListener;
import dev.whiteboard.chat.room.UserChats.UserChat;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.StoreAwayException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened on this node goes to its own connections at once, and to the other nodes that have
 * somebody who is to hear of it: one publish a node, however many of its users that are.
 */
public final class Outgoing implements CommittedListener, NewChatListener, AutoCloseable {
  /**
   * Of each database. A chat has one lane, in which what is said of it keeps its order; its members
   * are asked for, and one database that is away holds up no other's chats.
   */
  private static final int LANES = 4;

  /** Beyond it news are dropped: the other nodes find what is missing by themselves. */
  private static final int WAITING_MAX = 10_000;

  /** So much of it is left to messages: what is nowhere kept goes first. */
  private static final int FOR_MESSAGES = WAITING_MAX / 2;

  /** News that leave together. */
  private static final int TOGETHER_MAX = 256;

  private static final Logger log = LoggerFactory.getLogger(Outgoing.class);

  private final Switchboard switchboard;
  private final Audience audience;
  private final NodeChannels channels;
  private final Shards<List<BlockingQueue<NodeNews>>> lanes;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Where other nodes listen.
   *
   * @param redis that they listen at
   * @param prefix what channels begin with
   * @param node our own name
   */
  public record NodeChannels(Redis redis, String prefix, String node) {
    /** Where all nodes listen. */
    public String ofAll() {
      return prefix + "nodes";
    }

    /** Where one node listens. */
    public String of(String name) {
      return prefix + "node:" + name;
    }

    /** Never blocks. What is published while Redis is away is lost. */
    void publish(String channel, NodeNews news) {
      var _ = redis.publish(channel, news.encode());
    }
  }

  /**
   * Starts the lanes.
   *
   * @param databases that chats are spread over
   */
  public Outgoing(
      Switchboard switchboard, Audience audience, NodeChannels channels, Shards<?> databases) {
    this.switchboard = switchboard;
    this.audience = audience;
    this.channels = channels;
    this.lanes = databases.map(_ -> Stream.generate(this::startLane).limit(LANES).toList());
  }

  private BlockingQueue<NodeNews> startLane() {
    var lane = new ArrayBlockingQueue<NodeNews>(WAITING_MAX);
    var name = "outgoing-" + (threads.size() + 1);
    threads.add(Thread.ofVirtual().name(name).start(() -> run(lane)));
    return lane;
  }

  @Override
  public void committed(List<Message> messages) {
    switchboard.offer(messages);
    messages.stream()
        .filter(message -> message.kind().changesMembers())
        .forEach(message -> audience.membersChanged(message.chat()));
    for (var message : messages) {
      offer(message.chat(), new NodeNews.Messages(List.of(message)));
    }
  }

  @Override
  public void joined(ChatId chat, Set<UserId> members) {
    switchboard.onEach(hub -> members.forEach(user -> hub.joined(user, UserChat.joined(chat, 0))));
    offer(chat, new NodeNews.NewChat(chat, members));
  }

  /** Tells those who watch a chat something that is nowhere kept; here the caller has done so. */
  public void toChat(NodeNews.ToChat news) {
    offerUnlessBusy(news.chat(), news);
  }

  /** Tells how far members have come; here the caller has done so. */
  public void receipts(List<NodeNews.Moved> moved) {
    for (var one : moved) {
      offerUnlessBusy(one.receipt().chat(), new NodeNews.Receipts(List.of(one)));
    }
  }

  /** Users came or went. Never blocks. */
  public void presence(Set<UserId> users) {
    channels.publish(channels.ofAll(), new NodeNews.Presence(users));
  }

  /** A device has connected to this node: what others remember of its user's routes is old. */
  public void arrived(UserId user) {
    audience.arrived(user);
    channels.publish(channels.ofAll(), new NodeNews.Arrival(user));
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private void offer(ChatId chat, NodeNews news) {
    if (!lane(chat).offer(news)) {
      log.debug("news of chat {} are dropped: too many wait", chat);
    }
  }

  private void offerUnlessBusy(ChatId chat, NodeNews news) {
    if (lane(chat).remainingCapacity() > FOR_MESSAGES) {
      offer(chat, news);
    }
  }

  private BlockingQueue<NodeNews> lane(ChatId chat) {
    return lanes.of(chat.value()).get(Math.floorMod(chat.hashCode(), LANES));
  }

  private void run(BlockingQueue<NodeNews> lane) {
    var together = new ArrayList<NodeNews>();
    try {
      while (true) {
        together.add(lane.take());
        var _ = lane.drainTo(together, TOGETHER_MAX - 1);
        publish(together);
        together.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void publish(List<NodeNews> together) throws InterruptedException {
    var byNode = new HashMap<String, List<NodeNews>>();
    for (var news : together) {
      for (var node : nodesFor(news)) {
        byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(news);
      }
    }
    byNode.remove(channels.node());
    byNode.forEach(
        (node, news) -> joined(news).forEach(one -> channels.publish(channels.of(node), one)));
  }

  private Set<String> nodesFor(NodeNews news) throws InterruptedException {
    try {
      return switch (news) {
        case NodeNews.Messages(var messages) -> nodesFor(messages.getFirst());
        case NodeNews.NewChat(_, var members) -> audience.nodesOf(members);
        case NodeNews.ToChat(var chat, _, _) -> audience.nodesOf(chat);
        case NodeNews.Receipts(var moved) -> nodesFor(moved.getFirst());
        case NodeNews.Arrival _, NodeNews.Presence _ -> Set.of();
      };
    } catch (StoreAwayException e) {
      log.debug("nobody can tell where the members are", e);
      return Set.of();
    }
  }

  /** Who has just been removed is no member any more, and has to hear of that. */
  private Set<String> nodesFor(Message message) throws InterruptedException {
    var nodes = new HashSet<>(audience.nodesOf(message.chat()));
    if (message.kind().changesMembers()) {
      nodes.addAll(audience.nodesOf(MemberList.of(message)));
    }
    return nodes;
  }

  private Set<String> nodesFor(NodeNews.Moved moved) throws InterruptedException {
    return moved.to().isEmpty()
        ? audience.nodesOf(moved.receipt().chat())
        : audience.nodesOf(moved.to());
  }

  /** Messages become one piece of news, and so do receipts; all of a kind keep their order. */
  private static List<NodeNews> joined(List<NodeNews> news) {
    var joined = new ArrayList<NodeNews>();
    var messages = new ArrayList<Message>();
    var moved = new ArrayList<NodeNews.Moved>();
    for (var one : news) {
      switch (one) {
        case NodeNews.Messages(var more) -> messages.addAll(more);
        case NodeNews.Receipts(var more) -> moved.addAll(more);
        default -> joined.add(one);
      }
    }
    if (!messages.isEmpty()) {
      joined.addFirst(new NodeNews.Messages(messages));
    }
    if (!moved.isEmpty()) {
      joined.add(new NodeNews.Receipts(moved));
    }
    return joined;
  }
}
