package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.fanout.Audience;
import dev.whiteboard.chat.fanout.Hub;
import dev.whiteboard.chat.fanout.Incoming;
import dev.whiteboard.chat.fanout.Outgoing;
import dev.whiteboard.chat.fanout.Outgoing.NodeChannels;
import dev.whiteboard.chat.fanout.Routes;
import dev.whiteboard.chat.fanout.Switchboard;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.chat.room.PostgresMemberships;
import dev.whiteboard.chat.room.UserChats.UserChat;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.Redis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What a node has for receipts, with one event loop and ears for sockets. */
final class ReceiptNode implements AutoCloseable {
  private final ExecutorService eventLoop = Executors.newSingleThreadExecutor();
  private final Hub hub = new Hub((_, _, _) -> {}, _ -> {});
  private final Redis redis;
  private final Routes routes;
  private final Outgoing outgoing;
  private final Incoming incoming;
  final Receipts receipts;

  ReceiptNode(String name, Shards<Database> databases, String redisUrl, String prefix) {
    redis = Redis.open(redisUrl);
    var switchboard = new Switchboard();
    switchboard.add(eventLoop, hub);
    routes = new Routes(redis, prefix, name, InstantSource.system());
    var audience = new Audience(new PostgresMemberships(databases), routes::nodesOf);
    var channels = new NodeChannels(redis, prefix, name);
    outgoing = new Outgoing(switchboard, audience, channels, databases);
    var teller = new ReceiptTeller(switchboard);
    var meters = new ReceiptMeters(new SimpleMeterRegistry());
    receipts =
        Receipts.start(new Receipts.Parts(databases.map(MarkStore::new), teller, outgoing, meters));
    incoming =
        Incoming.open(
            redisUrl, channels, new Incoming.Parts(switchboard, audience, teller, _ -> {}));
  }

  /** A device of the user connects here, and watches the chat. */
  Ears connect(Sender who, ChatId chat) throws Exception {
    var ears = new Ears(who.user());
    CompletableFuture.runAsync(
            () -> {
              hub.add(ears);
              hub.watch(ears, UserChat.joined(chat, 0));
            },
            eventLoop)
        .get(10, TimeUnit.SECONDS);
    routes.lease(who.user(), who.device()).toCompletableFuture().get(10, TimeUnit.SECONDS);
    outgoing.arrived(who.user());
    return ears;
  }

  @Override
  public void close() {
    receipts.close();
    incoming.close();
    outgoing.close();
    redis.close();
    eventLoop.shutdownNow();
  }
}
