package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/**
 * The directory of key packages: each device brings some, and who adds it to a group takes one.
 *
 * <p>One is given once. When none is left the one of last resort is, again and again: so nobody is
 * kept from being added by somebody who takes them all, and what that costs is that the welcomes of
 * those groups share a key. Who asks for the same user too often is given that one at once, and
 * uses none up.
 */
public final class KeyPackages {
  /** A device has so many that are good once. */
  public static final int ONE_TIME_MAX = 100;

  /** A key package has so many bytes; ours have about 280. */
  public static final int BYTES_MAX = 4 * 1024;

  /** One user may use up so many of another: he needs one for each group that he adds him to. */
  public static final Limit CLAIMS = Limit.of(Algorithm.GCRA, 20, Duration.ofHours(1));

  /** Key packages of so many users are taken at a time. */
  public static final int USERS_MAX = 100;

  /** A device replaces what it brought before that is this old: others would find it expired. */
  private static final Duration KEPT = Duration.ofDays(85);

  private static final String CLAIM_ONE_TIME = sql("claim-one-time");
  private static final String LAST_RESORT = sql("last-resort");
  private static final String FORGET_OLD = sql("forget-key-packages");

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('mls ' || :device, 0))";
  private static final String DELETE =
      """
      DELETE FROM mls_key_packages
      WHERE user_id = :user AND device_id = :device AND (:all OR last_resort = :lastResort)
      """;
  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE NOT last_resort) AS one_time,
             count(*) FILTER (WHERE last_resort) AS last_resort
      FROM mls_key_packages WHERE user_id = :user AND device_id = :device
      """;

  private final Database database;
  private final UuidV7 ids;
  private final InstantSource clock;
  private final RateLimiter claims;
  private final MlsMeters meters;

  /**
   * Key packages in this database.
   *
   * @param claims keeps {@link #CLAIMS}, on this node by itself
   */
  public KeyPackages(
      Database database, UuidV7 ids, InstantSource clock, RateLimiter claims, MlsMeters meters) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.claims = claims;
    this.meters = meters;
  }

  /** The text of a statement, without its header. */
  static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/mls/" + name + ".sql");
  }

  /**
   * What a device brings.
   *
   * @param oneTime good for one group each
   * @param lastResort takes the place of the one before
   * @param replace whether those that it brought earlier are to go: a device that lost its state
   *     has no keys to them
   */
  public record Upload(List<Ciphertext> oneTime, Optional<Ciphertext> lastResort, boolean replace) {
    public Upload {
      oneTime = List.copyOf(oneTime);
    }
  }

  /**
   * What a device has there.
   *
   * @param oneTime how many that are good once
   * @param hasLastResort whether one of last resort
   */
  public record Stock(int oneTime, boolean hasLastResort) {}

  /** What became of an upload. */
  public sealed interface Outcome {
    /**
     * They are there.
     *
     * @param stock with all that the device has now
     */
    record Kept(Stock stock) implements Outcome {}

    /** One of them is no key package of suite 1 that names this device; none is kept. */
    record NotOfThisDevice() implements Outcome {}

    /**
     * There would be too many; none is kept.
     *
     * @param stock what the device has
     */
    record TooMany(Stock stock) implements Outcome {}
  }

  /**
   * A key package to add a device with.
   *
   * @param of whose it is
   * @param keyPackage its bytes
   * @param lastResort whether others may have been given it too
   */
  public record Claimed(MlsIdentity of, Ciphertext keyPackage, boolean lastResort) {}

  /** Takes what a device brings, all or none of it. */
  public Outcome upload(MlsIdentity device, Upload upload) {
    if (!areOf(device, upload.oneTime) || !areOf(device, upload.lastResort.stream().toList())) {
      return new Outcome.NotOfThisDevice();
    }
    return database.transaction(handle -> upload(handle, device, upload));
  }

  private static boolean areOf(MlsIdentity device, List<Ciphertext> packages) {
    return packages.stream()
        .allMatch(bytes -> KeyPackageHeader.parse(bytes.bytes()).equals(Optional.of(device)));
  }

  private Outcome upload(Handle handle, MlsIdentity device, Upload upload) {
    handle.createQuery(LOCK).bind("device", device.device().toString()).mapToMap().list();
    var before = stock(handle, device);
    var kept = upload.replace ? 0 : before.oneTime;
    if (kept + upload.oneTime.size() > ONE_TIME_MAX) {
      return new Outcome.TooMany(before);
    }
    if (upload.replace || upload.lastResort.isPresent()) {
      delete(handle, device, upload.replace);
    }
    upload.oneTime.forEach(bytes -> insert(handle, device, bytes, false));
    upload.lastResort.ifPresent(bytes -> insert(handle, device, bytes, true));
    return new Outcome.Kept(stock(handle, device));
  }

  private static void delete(Handle handle, MlsIdentity device, boolean all) {
    handle
        .createUpdate(DELETE)
        .bind("user", device.user().value())
        .bind("device", device.device().value())
        .bind("all", all)
        .bind("lastResort", true)
        .execute();
  }

  private void insert(Handle handle, MlsIdentity device, Ciphertext bytes, boolean lastResort) {
    handle.execute(
        "INSERT INTO mls_key_packages VALUES (?, ?, ?, ?, ?, ?)",
        device.user().value(),
        device.device().value(),
        ids.next(),
        lastResort,
        bytes.bytes(),
        Timestamp.from(clock.instant()));
  }

  /** What a device has there. */
  public Stock stock(MlsIdentity device) {
    return database.query(handle -> stock(handle, device));
  }

  private static Stock stock(Handle handle, MlsIdentity device) {
    return handle
        .createQuery(COUNT)
        .bind("user", device.user().value())
        .bind("device", device.device().value())
        .map((row, _) -> new Stock(row.getInt("one_time"), row.getInt("last_resort") > 0))
        .one();
  }

  /**
   * Takes one key package for each signed-in device of some users, but for the one that asks; a
   * device without any is left out.
   *
   * @param by who takes them: the caller has seen to it that these users are with him in a chat
   * @param users at most {@link #USERS_MAX}
   */
  public List<Claimed> claim(MlsIdentity by, Collection<UserId> users) {
    var useUp = users.stream().filter(user -> mayUseUp(by.user(), user)).toList();
    var claimed = database.transaction(handle -> claim(handle, by, users, useUp));
    claimed.forEach(meters::claimed);
    return claimed;
  }

  private boolean mayUseUp(UserId by, UserId user) {
    return claims.tryAcquire(by + " " + user, 1);
  }

  private List<Claimed> claim(
      Handle handle, MlsIdentity by, Collection<UserId> users, Collection<UserId> useUp) {
    var found = new LinkedHashMap<MlsIdentity, Claimed>();
    read(handle, LAST_RESORT, by, users)
        .forEach((of, bytes) -> found.put(of, new Claimed(of, bytes, true)));
    read(handle, CLAIM_ONE_TIME, by, useUp)
        .forEach((of, bytes) -> found.put(of, new Claimed(of, bytes, false)));
    return new ArrayList<>(found.values());
  }

  private Map<MlsIdentity, Ciphertext> read(
      Handle handle, String statement, MlsIdentity by, Collection<UserId> users) {
    var found = new LinkedHashMap<MlsIdentity, Ciphertext>();
    handle
        .createQuery(statement)
        .bindArray("users", UUID.class, users.stream().map(UserId::value).toList())
        .bind("asker", by.device().value())
        .bind("now", clock.instant())
        .map((row, _) -> found.put(device(row), Ciphertext.of(row.getBytes("key_package"))))
        .list();
    return found;
  }

  /** Forgets those of devices that are signed out, and those that are about to expire. */
  public void forgetOld() {
    var now = clock.instant();
    database.query(handle ->
        handle.createUpdate(FORGET_OLD).bind("now", now).bind("past", now.minus(KEPT)).execute());
  }

  private static MlsIdentity device(ResultSet row) throws SQLException {
    return new MlsIdentity(
        new UserId(row.getObject("user_id", UUID.class)),
        new DeviceId(row.getObject("device_id", UUID.class)));
  }
}
