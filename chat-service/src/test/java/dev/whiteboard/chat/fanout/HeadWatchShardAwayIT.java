package dev.whiteboard.chat.fanout;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The home is away, and Redis with all hints: what is on the other shard is found. */
@NeedsStack(Server.POSTGRES)
final class HeadWatchShardAwayIT {
  private static final Duration WITHIN = Duration.ofSeconds(40);

  private final Closers closers = new Closers();
  private final ChatRows.Sender ada = sender();
  private final Set<ChatId> watched = ConcurrentHashMap.newKeySet();
  private final Set<ChatId> fetched = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    closers.close();
  }

  @Test
  void look_oneShardIsAway_joinsAndMessagesOfTheOtherAreFound(TestStack stack) {
    var urls = List.of("postgresql://x:y@127.0.0.1:1/z", stack.databaseUrl());
    Shards<Database> databases = Shards.inOrder(urls).map(this::open);
    databases.all().getLast().migrate("db/chat");
    Shards<MessageLog> logs = databases.map(this::log);
    var chat = new ChatRows(databases).chatOn(1, ada);
    watch(databases, logs);

    await().atMost(WITHIN).until(() -> watched.contains(chat));
    assertThat(logs.of(chat.value()).append(ada.says(chat, "hello")).toCompletableFuture())
        .succeedsWithin(WITHIN);
    await().atMost(WITHIN).until(() -> fetched.contains(chat));
  }

  private Database open(String url) {
    return closers.add(LogDatabase.open(DatabaseUrl.parse(url), "chat", ""));
  }

  private MessageLog log(Database database) {
    return closers.add(new PostgresLog(database, database, InstantSource.system(), _ -> {}));
  }

  private void watch(Shards<Database> databases, Shards<MessageLog> logs) {
    var eventLoop = closers.add(Executors.newSingleThreadExecutor());
    var hub = new Hub((chat, _, _) -> fetched.add(chat), Runnable::run);
    eventLoop.execute(() -> hub.add(new Connection()));
    var switchboard = new Switchboard();
    switchboard.add(eventLoop, hub);
    var redis = closers.add(Redis.open("redis://127.0.0.1:1"));
    Shards<UserChats> userChats =
        databases.map(database -> new UserChats(Shards.inOrder(List.of(database))));
    closers.add(HeadWatch.start(new HeadWatch.Parts(switchboard, logs, userChats, redis)));
  }

  /** Ada's, which watches what she is found to have come into. */
  private final class Connection implements Subscriber {
    @Override
    public UserId user() {
      return ada.user();
    }

    @Override
    public void subscribed(Subscription subscription) {
      watched.add(subscription.chat());
    }

    @Override
    public void deliver(Subscription subscription, Delivery delivery, Frame frame) {}

    @Override
    public void tell(Frame frame) {}

    @Override
    public void unsubscribed(Subscription subscription) {}
  }
}
