package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.id.WelcomeId;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Welcomes, each waiting for the devices that join by it until they have acknowledged it. They are
 * with their chats: a device asks all shards for its own.
 */
public final class Welcomes {
  /**
   * So many wait for a device on a shard; with one more the oldest goes. Who misses a welcome comes
   * into the group on his own.
   */
  public static final int WAITING_MAX = 100;

  /** A device is given so many at a time: each can be 256 KiB. */
  public static final int READ_MAX = 8;

  /** A device that does not come for its welcome comes in on its own. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String WRITE_JOINERS = KeyPackages.sql("write-joiners");
  private static final String READ = KeyPackages.sql("read-welcomes");

  /** As each shard orders them. */
  private static final Comparator<Waiting> OLDEST_FIRST = Comparator.comparing(Waiting::id);

  private final Shards<Database> databases;
  private final UuidV7 ids;
  private final InstantSource clock;

  /** Welcomes in these databases. */
  public Welcomes(Shards<Database> databases, UuidV7 ids, InstantSource clock) {
    this.databases = databases;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A welcome that waits for a device.
   *
   * @param id what it is acknowledged by
   * @param chat which chat it is to
   * @param generation which of the chat's groups
   * @param epoch the one that the device is in with it
   * @param seq the place of its commit: what comes behind is for the device to read
   * @param bytes the welcome
   */
  public record Waiting(
      WelcomeId id, ChatId chat, int generation, long epoch, long seq, Ciphertext bytes) {}

  /** Puts a welcome up, in the transaction of its commit. */
  void put(Handle handle, Groups.Commit commit, Groups.Welcome welcome, Message message) {
    var group = commit.group();
    handle.execute(
        "INSERT INTO mls_welcomes VALUES (?, ?, ?, ?, ?, ?)",
        group.chat().value(),
        group.generation(),
        commit.epoch(),
        message.seq(),
        welcome.bytes().bytes(),
        Timestamp.from(message.at()));
    var joiners = welcome.joiners();
    handle
        .createUpdate(WRITE_JOINERS)
        .bindArray("users", UUID.class, joiners.stream().map(j -> j.user().value()).toList())
        .bindArray("devices", UUID.class, joiners.stream().map(j -> j.device().value()).toList())
        .bindArray("ids", UUID.class, Stream.generate(ids::next).limit(joiners.size()).toList())
        .bind("chat", group.chat().value())
        .bind("generation", group.generation())
        .bind("epoch", commit.epoch())
        .bind("now", message.at())
        .bind("keptMax", WAITING_MAX - 1)
        .execute();
  }

  /** Those that wait for a device, oldest first, {@link #READ_MAX} at most. */
  public List<Waiting> read(MlsIdentity device) {
    return databases.askAll(database -> read(database, device)).stream()
        .flatMap(List::stream)
        .sorted(OLDEST_FIRST)
        .limit(READ_MAX)
        .toList();
  }

  private static List<Waiting> read(Database database, MlsIdentity device) {
    return database.query(handle ->
        handle
            .createQuery(READ)
            .bind("user", device.user().value())
            .bind("device", device.device().value())
            .bind("limit", READ_MAX)
            .map((row, _) ->
                new Waiting(
                    new WelcomeId(row.getObject("id", UUID.class)),
                    new ChatId(row.getObject("chat_id", UUID.class)),
                    row.getInt("generation"),
                    row.getLong("epoch") + 1,
                    row.getLong("seq"),
                    Ciphertext.of(row.getBytes("welcome"))))
            .list());
  }

  /**
   * A device has one.
   *
   * @return whether it waited for this device
   */
  public boolean acknowledge(MlsIdentity device, WelcomeId id) {
    return databases.askAll(database -> acknowledge(database, device, id)).contains(true);
  }

  private static boolean acknowledge(Database database, MlsIdentity device, WelcomeId id) {
    return database.query(handle ->
        handle.execute(
            "DELETE FROM mls_joiners WHERE user_id = ? AND device_id = ? AND id = ?",
            device.user().value(),
            device.device().value(),
            id.value()))
        > 0;
  }

  /** Forgets those that nobody came for in a long time. */
  public void forgetOld() {
    var past = clock.instant().minus(KEPT);
    databases.forAll(database -> {
      database.query(handle -> forget(handle, "mls_joiners", past));
      database.query(handle -> forget(handle, "mls_welcomes", past));
    });
  }

  private static int forget(Handle handle, String table, Instant past) {
    return handle
        .createUpdate("DELETE FROM " + table + " WHERE created_at < :past")
        .bind("past", past)
        .execute();
  }
}
