package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Columns;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.chat.push.Recipients.Recipient;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Hears what was said in the chats of one shard, and lets a push wait, in the home, for each
 * subscription of each member but the sender. Blocks.
 */
final class PushIntake {
  /** Of a larger number each transaction has its share: a group is up to 500 members. */
  private static final int CHATS_MAX = 32;

  /**
   * Rows that one statement lets wait, so that it ends in time: a share of chats, each of 500
   * members who are told in 20 places, has 320,000.
   */
  private static final int ROWS_MAX = 2_000;

  /** In the order in which all nodes lock them. */
  private static final Comparator<DuePush> ORDER =
      Comparator.comparing((DuePush push) -> push.subscription().value())
          .thenComparing(push -> push.chat().value());

  /** Nobody wants to be told of what is older, when a node comes back that late. */
  private static final Duration AGE_MAX = Duration.ofDays(1);

  private static final String PUT = PushRows.sql("put");

  private static final String ADD_CHATS =
      "INSERT INTO push_chats SELECT unnest(:chats), 0 ON CONFLICT DO NOTHING";

  private static final String LOCK_CHATS =
      """
      SELECT chat_id, heard_seq FROM push_chats WHERE chat_id = ANY (:chats)
      ORDER BY chat_id FOR UPDATE
      """;

  private static final String MOVE_CHATS =
      """
      UPDATE push_chats SET heard_seq = heard.seq
      FROM unnest(:chats, :seqs) AS heard (chat_id, seq)
      WHERE push_chats.chat_id = heard.chat_id AND push_chats.heard_seq < heard.seq
      """;

  private final Shards<Database> databases;
  private final int shard;
  private final InstantSource clock;
  private final Duration after;

  private PushIntake(Shards<Database> databases, int shard, InstantSource clock, Duration after) {
    this.databases = databases;
    this.shard = shard;
    this.clock = clock;
    this.after = after;
  }

  /**
   * One for the chats of each shard. All of them are to be given all messages.
   *
   * @param after what a push waits for an acknowledgement
   */
  static Shards<PushIntake> forEach(
      Shards<Database> databases, InstantSource clock, Duration after) {
    return Shards.inOrder(
        IntStream.range(0, databases.all().size())
            .mapToObj(shard -> new PushIntake(databases, shard, clock, after))
            .toList());
  }

  /** A subscription and a chat have one push. */
  private record Key(SubscriptionId subscription, ChatId chat) {}

  /**
   * Takes messages, each chat's in order; those that were heard before, and those of other shards'
   * chats, are passed over.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where they are to come again
   */
  void heard(List<OutboxRecord> messages) {
    var eldest = clock.instant().minus(AGE_MAX);
    var chats =
        messages.stream()
            .filter(message -> message.kind() == Kind.TEXT && message.at().isAfter(eldest))
            .filter(message -> databases.number(message.chat().value()) == shard)
            .collect(
                Collectors.groupingBy(OutboxRecord::chat, LinkedHashMap::new, Collectors.toList()));
    var share = new LinkedHashMap<ChatId, List<OutboxRecord>>();
    chats.forEach((chat, said) -> {
      share.put(chat, said);
      if (share.size() == CHATS_MAX) {
        hear(share);
        share.clear();
      }
    });
    if (!share.isEmpty()) {
      hear(share);
    }
  }

  /**
   * What nobody is told of by anyone takes no lock, and leaves no row.
   *
   * <p>Members are read first, by themselves. That is no race: a message comes here after it was
   * kept, and so whoever may see it was a member by then. Who joins later may not. Who leaves later
   * has a push, which comes to nothing when it is looked at.
   */
  private void hear(Map<ChatId, List<OutboxRecord>> said) {
    var members = Recipients.members(databases.all().get(shard), said.keySet());
    databases
        .home()
        .transaction(handle -> {
          var recipients = Recipients.of(handle, members);
          if (!recipients.isEmpty()) {
            put(handle, due(said, recipients, heardBefore(handle, recipients.keySet())));
            move(handle, said, recipients.keySet());
          }
          return recipients.size();
        });
  }

  /** Up to where each chat was heard, which nobody else can change until we commit. */
  private static Map<ChatId, Long> heardBefore(Handle handle, Collection<ChatId> chats) {
    handle.createUpdate(ADD_CHATS).bindArray("chats", UUID.class, values(chats)).execute();
    return handle
        .createQuery(LOCK_CHATS)
        .bindArray("chats", UUID.class, values(chats))
        .map((row, _) ->
            Map.entry(new ChatId(row.getObject("chat_id", UUID.class)), row.getLong("heard_seq")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Collection<DuePush> due(
      Map<ChatId, List<OutboxRecord>> said,
      Map<ChatId, List<Recipient>> recipients,
      Map<ChatId, Long> heardBefore) {
    var due = new LinkedHashMap<Key, DuePush>();
    recipients.forEach((chat, ofChat) ->
        said.getOrDefault(chat, List.of()).stream()
            .filter(message -> message.seq() > heardBefore.getOrDefault(chat, 0L))
            .flatMap(message -> pushes(message, ofChat))
            .forEach(push -> due.merge(new Key(push.subscription(), chat), push, DuePush::with)));
    return due.values();
  }

  private static Stream<DuePush> pushes(OutboxRecord message, List<Recipient> recipients) {
    var mentions = Mentions.in(message.body().orElse(""));
    var urgent = new HashMap<UserId, Boolean>(); // looked for once, for all subscriptions of a user
    return recipients.stream()
        .filter(recipient -> recipient.isTold(message))
        .map(recipient ->
            push(
                recipient,
                message,
                urgent.computeIfAbsent(recipient.user(), _ -> recipient.isSpokenTo(mentions))));
  }

  private static DuePush push(Recipient recipient, OutboxRecord message, boolean urgent) {
    return new DuePush(
        recipient.subscription(),
        recipient.chat(),
        recipient.user(),
        message.seq(),
        message.at(),
        urgent);
  }

  private void put(Handle handle, Collection<DuePush> due) {
    due.stream()
        .sorted(ORDER)
        .gather(Gatherers.windowFixed(ROWS_MAX))
        .forEachOrdered(some -> putSome(handle, some));
  }

  private void putSome(Handle handle, List<DuePush> due) {
    new Columns<>(handle, handle.createUpdate(PUT), due)
        .with("subscriptions", "uuid", push -> push.subscription().value())
        .with("chats", "uuid", push -> push.chat().value())
        .with("users", "uuid", push -> push.user().value())
        .with("upto", "int8", DuePush::upto)
        .with("said", "int8", push -> push.said().toEpochMilli())
        .with("urgent", "bool", DuePush::urgent)
        .bound()
        .bind("afterMs", after.toMillis())
        .bind("handicapMs", PushTimes.HANDICAP.toMillis())
        .execute();
  }

  private static void move(
      Handle handle, Map<ChatId, List<OutboxRecord>> said, Collection<ChatId> chats) {
    var newest =
        said.values().stream().map(List::getLast).filter(m -> chats.contains(m.chat())).toList();
    new Columns<>(handle, handle.createUpdate(MOVE_CHATS), newest)
        .with("chats", "uuid", message -> message.chat().value())
        .with("seqs", "int8", OutboxRecord::seq)
        .bound()
        .execute();
  }

  private static List<UUID> values(Collection<ChatId> chats) {
    return chats.stream().map(ChatId::value).sorted().toList();
  }
}
