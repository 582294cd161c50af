package dev.whiteboard.chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.chat.push.channel.Mailer;
import dev.whiteboard.chat.push.channel.Target;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The tables that pushes come from, with users who are signed in, and no node. */
final class PushTables implements AutoCloseable {
  /** Leases end while a test waits for that. */
  private static final PushTimes TIMES =
      new PushTimes(Duration.ofMillis(1), Duration.ofMillis(200));

  /** Leases outlast a test. */
  private static final PushTimes LONG = new PushTimes(Duration.ofMillis(1), Duration.ofMinutes(1));

  /** That look at once. */
  private static final int SENDERS = 8;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final UuidV7 IDS = new UuidV7(InstantSource.system(), RANDOM);

  final Shards<Database> databases;
  final Database home;
  final Subscriptions subscriptions;
  final Shards<PushIntake> intakes;
  final PushRows rows;
  final PushRows longLeases;
  final PushLooks looks;
  private final Shards<ChatRows> chats;
  private final Shards<PostgresLog> logs;

  /** In these databases, the home first. */
  PushTables(List<String> databaseUrls) {
    this.databases = Shards.inOrder(databaseUrls.stream().map(PushTables::open).toList());
    this.home = databases.home();
    this.chats = databases.map(ChatRows::new);
    this.logs = databases.map(each -> new PostgresLog(each, each, InstantSource.system(), _ -> {}));
    this.intakes = PushIntake.forEach(databases, InstantSource.system(), TIMES.after());
    this.rows = new PushRows(home, TIMES, System::nanoTime);
    this.longLeases = new PushRows(home, LONG, System::nanoTime);
    this.looks = new PushLooks(databases, TIMES.after(), SENDERS);
    this.subscriptions = subscriptions(Optional.empty());
  }

  private static Database open(String url) {
    var database = Database.open(DatabaseUrl.parse(url), "chat", 8);
    database.migrate("db/chat");
    return database;
  }

  /** Subscriptions in the same tables, whose codes are sent by this one. */
  Subscriptions subscriptions(Optional<Mailer> mailer) {
    return new Subscriptions(
        new Subscriptions.Parts(
            home,
            mailer,
            LocalLimiters.of(Subscriptions.CODES, NanoClock.anchored(0, System::nanoTime), 1_000),
            IDS,
            RANDOM,
            InstantSource.system()));
  }

  /** Somebody who is signed in. */
  Caller user(String name) {
    var sender = ChatRows.sender();
    home.query(handle ->
        handle.execute(
            "INSERT INTO accounts VALUES (?, ?, ?, 'x', now())",
            sender.user().value(),
            name,
            name + sender.user()));
    return signIn(sender);
  }

  /** Somebody who signs in, on a device of his. */
  Caller signIn(Sender sender) {
    var session = new SessionId(IDS.next());
    home.query(handle ->
        handle.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, '', now(), now(), now() + interval '1 day')",
            session.value(),
            sender.user().value(),
            sender.device().value(),
            session.toString().getBytes(UTF_8)));
    return new Caller(sender.user(), sender.device(), session, Instant.MAX);
  }

  /** Somebody who signs out. */
  void signOut(Caller caller) {
    home.query(handle ->
        handle.execute(
            "UPDATE sessions SET revoked_at = now() WHERE id = ?", caller.session().value()));
  }

  /** Adds so many members to chats, each of whom is told in so many places. */
  void crowd(int members, int subscriptions, ChatId... chats) {
    var users = crowd(members, subscriptions);
    for (var chat : chats) {
      databaseOf(chat)
          .query(handle ->
              handle
                  .createUpdate(
                      """
                      INSERT INTO members (chat_id, user_id, role, joined_seq)
                      SELECT :chat, id, 0, 0 FROM unnest(:users) AS users (id)
                      """)
                  .bind("chat", chat.value())
                  .bindArray("users", UUID.class, users)
                  .execute());
    }
  }

  private List<UUID> crowd(int members, int subscriptions) {
    return home.transaction(handle -> {
      var users =
          handle
              .createQuery(
                  """
                  INSERT INTO accounts
                  SELECT id, 'one of many', 'one of many ' || id, 'x', now()
                  FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, :members)) AS added
                  RETURNING id
                  """)
              .bind("members", members)
              .mapTo(UUID.class)
              .list();
      handle
          .createUpdate(
              """
              INSERT INTO sessions
              SELECT id, id, id, uuid_send(id), '', now(), now(), now() + interval '1 day'
              FROM unnest(:users) AS users (id)
              """)
          .bindArray("users", UUID.class, users)
          .execute();
      handle
          .createUpdate(
              """
              INSERT INTO push_subscriptions (user_id, id, device_id, channel, target, target_hash,
                                              secret, confirmed, created_at)
              SELECT users.id, gen_random_uuid(), users.id, 3, '', int4send(number), '', true, now()
              FROM unnest(:users) AS users (id), generate_series(1, :subscriptions) AS number
              """)
          .bindArray("users", UUID.class, users)
          .bind("subscriptions", subscriptions)
          .execute();
      return users;
    });
  }

  /** Somebody's device. */
  static Sender sender(Caller caller) {
    return new Sender(caller.user(), caller.device());
  }

  /** A group with nothing in it, wherever its id belongs. */
  ChatId chat(Caller... members) {
    return keep(new ChatId(IDS.next()), members);
  }

  /** A group on this shard. */
  ChatId chatOn(int shard, Caller... members) {
    return keep(
        Stream.generate(() -> new ChatId(IDS.next()))
            .filter(chat -> databases.number(chat.value()) == shard)
            .findFirst()
            .orElseThrow(),
        members);
  }

  private ChatId keep(ChatId chat, Caller... members) {
    databaseOf(chat)
        .query(handle ->
            handle.execute(
                "INSERT INTO chats VALUES (?, 1, false, null, ?, now(), 0, 0, ?)",
                chat.value(),
                members[0].user().value(),
                members.length));
    List.of(members).forEach(member -> join(chat, member, 0));
    return chat;
  }

  /** The one that has this chat. */
  Database databaseOf(ChatId chat) {
    return databases.of(chat.value());
  }

  /** Adds a member who sees what comes behind a message. */
  void join(ChatId chat, Caller member, long afterSeq) {
    chats.of(chat.value()).join(chat, sender(member), afterSeq);
  }

  /** Ends a membership. */
  void leave(ChatId chat, Caller member, long atSeq) {
    chats.of(chat.value()).leave(chat, sender(member), atSeq);
  }

  /** As all nodes together hear it. */
  void hear(List<OutboxRecord> messages) {
    intakes.all().forEach(intake -> intake.heard(messages));
  }

  /** Has somebody told by the log. */
  void subscribe(Caller caller) {
    assertThat(subscriptions.add(caller, new Target.Log())).isInstanceOf(Subscribed.Kept.class);
  }

  /** Says something in a chat; as Kafka tells it. */
  OutboxRecord say(Caller from, ChatId chat, String words) {
    var log = logs.of(chat.value());
    var outcome = log.append(sender(from).says(chat, words)).toCompletableFuture();
    assertThat(outcome).succeedsWithin(PushNodes.WITHIN);
    var seq = log.heads(List.of(chat)).getOrDefault(chat, 0L);
    return new OutboxRecord(
        chat,
        seq,
        Kind.TEXT,
        0,
        from.user(),
        from.device(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        Optional.of(words),
        false,
        List.of());
  }

  /** The same, said at another time. */
  static OutboxRecord at(OutboxRecord said, Instant at) {
    return new OutboxRecord(
        said.chat(),
        said.seq(),
        said.kind(),
        said.ref(),
        said.from(),
        said.device(),
        at,
        said.body(),
        said.sealed(),
        said.files());
  }

  List<Taken> take() {
    return rows.take(100, UUID.randomUUID());
  }

  long count(String table) {
    return home.query(
        handle -> handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  /** How many rows of a table of the home are about this user. */
  long ofUser(String table, Caller caller) {
    return home.query(handle ->
        handle
            .select("SELECT count(*) FROM " + table + " WHERE user_id = ?", caller.user().value())
            .mapTo(Long.class)
            .one());
  }

  @Override
  public void close() {
    logs.forAll(PostgresLog::close);
    databases.forAll(Database::close);
  }
}
