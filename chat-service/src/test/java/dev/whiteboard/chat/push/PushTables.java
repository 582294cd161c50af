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

/** The tables that pushes come from, with users who are signed in, and no node. */
final class PushTables implements AutoCloseable {
  /** Leases end while a test waits for that. */
  private static final PushTimes TIMES =
      new PushTimes(Duration.ofMillis(1), Duration.ofMillis(200));

  /** Leases outlast a test. */
  private static final PushTimes LONG = new PushTimes(Duration.ofMillis(1), Duration.ofMinutes(1));

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final UuidV7 IDS = new UuidV7(InstantSource.system(), RANDOM);

  final Database database;
  final Subscriptions subscriptions;
  final PushIntake intake;
  final PushRows rows;
  final PushRows longLeases;
  final ChatRows chats;
  private final PostgresLog log;

  PushTables(String databaseUrl) {
    this.database = Database.open(DatabaseUrl.parse(databaseUrl), "chat", 8);
    database.migrate("db/chat");
    this.chats = new ChatRows(database);
    this.log = new PostgresLog(database, database, InstantSource.system(), _ -> {});
    this.intake = new PushIntake(database, InstantSource.system(), TIMES.after());
    this.rows = new PushRows(database, TIMES, System::nanoTime);
    this.longLeases = new PushRows(database, LONG, System::nanoTime);
    this.subscriptions = subscriptions(Optional.empty());
  }

  /** Subscriptions in the same tables, whose codes are sent by this one. */
  Subscriptions subscriptions(Optional<Mailer> mailer) {
    return new Subscriptions(
        new Subscriptions.Parts(
            database,
            mailer,
            LocalLimiters.of(Subscriptions.CODES, NanoClock.anchored(0, System::nanoTime), 1_000),
            IDS,
            RANDOM,
            InstantSource.system()));
  }

  /** Somebody who is signed in. */
  Caller user(String name) {
    var sender = ChatRows.sender();
    database.query(handle ->
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
    database.query(handle ->
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
    database.query(handle ->
        handle.execute(
            "UPDATE sessions SET revoked_at = now() WHERE id = ?", caller.session().value()));
  }

  /** Adds so many members to chats, each of whom is told in so many places. */
  void crowd(int members, int subscriptions, ChatId... chats) {
    database.transaction(handle -> {
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
      return handle
          .createUpdate(
              """
              INSERT INTO members (chat_id, user_id, role, joined_seq)
              SELECT chats.id, users.id, 0, 0
              FROM unnest(:chats) AS chats (id), unnest(:users) AS users (id)
              """)
          .bindArray("chats", UUID.class, List.of(chats).stream().map(ChatId::value).toList())
          .bindArray("users", UUID.class, users)
          .execute();
    });
  }

  static Sender sender(Caller caller) {
    return new Sender(caller.user(), caller.device());
  }

  /** Has somebody told by the log. */
  void subscribe(Caller caller) {
    assertThat(subscriptions.add(caller, new Target.Log())).isInstanceOf(Subscribed.Kept.class);
  }

  /** Says something in a chat; as Kafka tells it. */
  OutboxRecord say(Caller from, ChatId chat, String words) {
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
    return database.query(
        handle -> handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  /** How many rows of a table are about this user. */
  long ofUser(String table, Caller caller) {
    return database.query(handle ->
        handle
            .select("SELECT count(*) FROM " + table + " WHERE user_id = ?", caller.user().value())
            .mapTo(Long.class)
            .one());
  }

  @Override
  public void close() {
    log.close();
    database.close();
  }
}
