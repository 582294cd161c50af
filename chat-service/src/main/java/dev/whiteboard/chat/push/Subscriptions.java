package dev.whiteboard.chat.push;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.push.Subscribed.Kept;
import dev.whiteboard.chat.push.Subscribed.MailAway;
import dev.whiteboard.chat.push.Subscribed.NoMail;
import dev.whiteboard.chat.push.Subscribed.NoMailbox;
import dev.whiteboard.chat.push.Subscribed.TooMany;
import dev.whiteboard.chat.push.Subscribed.TooOften;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.chat.push.channel.MailAddress;
import dev.whiteboard.chat.push.channel.Mailer;
import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import dev.whiteboard.chat.push.channel.PushOutcome.Gone;
import dev.whiteboard.chat.push.channel.PushOutcome.Later;
import dev.whiteboard.chat.push.channel.PushOutcome.Refused;
import dev.whiteboard.chat.push.channel.Target;
import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Where users want to be told, in PostgreSQL. Blocks.
 *
 * <p>A subscription is bound to the device that asked for it last, and is good while its user is
 * signed in there: signing out ends it, on all nodes at once, as whoever reads it looks for a live
 * session of that device. Signing in anew on a device ends its session before, and not what it is
 * told by.
 */
public final class Subscriptions {
  /** Of one user. */
  public static final int OF_USER_MAX = 20;

  /** Mails with codes to one address, and for one user: of each node. */
  public static final Limit CODES = Limit.of(Algorithm.GCRA, 5, Duration.ofHours(1));

  /** An address that is not confirmed by then is forgotten. */
  private static final Duration CONFIRM_MAX = Duration.ofDays(1);

  private static final String SUBSCRIBE = PushRows.sql("subscribe");

  private static final String IS_LIVE =
      " EXISTS (SELECT FROM sessions WHERE sessions.user_id = push_subscriptions.user_id"
          + " AND sessions.device_id = push_subscriptions.device_id"
          + " AND revoked_at IS NULL AND expires_at > now())";

  private static final String OTHERS =
      " FROM push_subscriptions"
          + " WHERE user_id = :user AND NOT (channel = :channel AND target_hash = :hash)";

  private static final String FORGET_ENDED_OTHERS = "DELETE" + OTHERS + " AND NOT" + IS_LIVE;
  private static final String COUNT_OTHERS = "SELECT count(*)" + OTHERS;

  private static final String TAKE_FROM_OTHERS =
      """
      DELETE FROM push_subscriptions
      WHERE target_hash = :hash AND channel = :channel AND user_id <> :user
      """;

  private static final String LIST =
      """
      SELECT id, device_id, channel, target, confirmed, created_at FROM push_subscriptions
      WHERE user_id = :user AND\
      """
          + IS_LIVE
          + " ORDER BY id";

  private static final String CODE =
      """
      SELECT secret, confirmed FROM push_subscriptions
      WHERE user_id = :user AND id = :id AND channel = :channel AND\
      """
          + IS_LIVE
          + " FOR UPDATE";

  private static final String CONFIRM =
      """
      UPDATE push_subscriptions SET confirmed = true, secret = '' WHERE user_id = :user AND id = :id
      """;

  private static final String FORGET_ENDED = "DELETE FROM push_subscriptions WHERE NOT" + IS_LIVE;

  private static final String FORGET_UNCONFIRMED =
      "DELETE FROM push_subscriptions WHERE NOT confirmed AND created_at < :past";

  private final Parts parts;

  /**
   * What it works with.
   *
   * @param mailer sends codes; empty where no mail server is set
   * @param codes keeps {@link #CODES}
   * @param random unguessable
   */
  public record Parts(
      Database database,
      Optional<Mailer> mailer,
      RateLimiter codes,
      UuidV7 ids,
      SecureRandom random,
      InstantSource clock) {}

  /** With these parts. */
  public Subscriptions(Parts parts) {
    this.parts = parts;
  }

  /** Adds one; for a target that the user has already, the one that there is. */
  public Subscribed add(Caller caller, Target target) {
    return target instanceof Target.Mailbox(var address)
        ? addMailbox(caller, target, address)
        : keep(caller, target, ConfirmCode.create(parts.random));
  }

  private Subscribed addMailbox(Caller caller, Target target, MailAddress address) {
    if (parts.mailer.isEmpty()) {
      return new NoMail();
    }
    var verdict = new Verdict();
    if (!parts.codes.tryAcquire("user " + caller.user(), 1, verdict)
        || !parts.codes.tryAcquire("address " + anyCase(address), 1, verdict)) {
      return new TooOften(Duration.ofNanos(verdict.retryAfterNanos()));
    }
    var code = ConfirmCode.create(parts.random);
    var subscribed = keep(caller, target, code);
    if (!(subscribed instanceof Kept kept) || kept.confirmed()) {
      return subscribed;
    }
    return switch (parts.mailer.get().sendCode(address, code.text())) {
      case Delivered _ -> kept;
      case Later _ -> new MailAway();
      case Gone _, Refused _ -> noMailbox(caller, kept);
    };
  }

  /** Almost every server passes over case: another way to write it is no other mailbox. */
  private static String anyCase(MailAddress address) {
    return address.text().toLowerCase(Locale.ROOT);
  }

  private Subscribed noMailbox(Caller caller, Kept kept) {
    remove(caller.user(), kept.id());
    return new NoMailbox();
  }

  private Subscribed keep(Caller caller, Target target, ConfirmCode code) {
    return parts.database.transaction(handle -> {
      lock(handle, caller.user());
      var hash = Targets.hash(target);
      if (others(handle, caller.user(), target, hash) >= OF_USER_MAX) {
        return new TooMany();
      }
      if (target.channel() == Channel.WEBPUSH) {
        takeFromOthers(handle, caller.user(), target, hash);
      }
      return keep(handle, caller, target, code);
    });
  }

  /** One of a user at a time, so that none is overlooked that counts. */
  private static void lock(Handle handle, UserId user) {
    handle
        .createQuery("SELECT 1 FROM accounts WHERE id = :user FOR NO KEY UPDATE")
        .bind("user", user.value())
        .mapTo(Integer.class)
        .one();
  }

  /** One that has ended is forgotten here, lest it be one too many when its device is back. */
  private static int others(Handle handle, UserId user, Target target, byte[] hash) {
    handle
        .createUpdate(FORGET_ENDED_OTHERS)
        .bind("user", user.value())
        .bind("channel", (short) target.channel().code())
        .bind("hash", hash)
        .execute();
    return handle
        .createQuery(COUNT_OTHERS)
        .bind("user", user.value())
        .bind("channel", (short) target.channel().code())
        .bind("hash", hash)
        .mapTo(Integer.class)
        .one();
  }

  /** A browser has one endpoint, and shows what comes there to whoever sits before it now. */
  private static void takeFromOthers(Handle handle, UserId user, Target target, byte[] hash) {
    handle
        .createUpdate(TAKE_FROM_OTHERS)
        .bind("user", user.value())
        .bind("channel", (short) target.channel().code())
        .bind("hash", hash)
        .execute();
  }

  private Subscribed keep(Handle handle, Caller caller, Target target, ConfirmCode code) {
    var id = parts.ids.next();
    return handle
        .createQuery(SUBSCRIBE)
        .bind("user", caller.user().value())
        .bind("id", id)
        .bind("device", caller.device().value())
        .bind("channel", (short) target.channel().code())
        .bind("target", Targets.text(target))
        .bind("hash", Targets.hash(target))
        .bind("secret", Targets.secret(target, code.hash()))
        .bind("confirmed", target.channel() != Channel.EMAIL)
        .bind("now", parts.clock.instant())
        .map((row, _) -> kept(row, id))
        .one();
  }

  private static Kept kept(ResultSet row, UUID added) throws SQLException {
    var id = row.getObject("id", UUID.class);
    return new Kept(new SubscriptionId(id), id.equals(added), row.getBoolean("confirmed"));
  }

  /** Those of a user, the oldest first. */
  public List<Subscription> list(UserId user) {
    return parts.database.query(handle ->
        handle
            .createQuery(LIST)
            .bind("user", user.value())
            .map((row, _) -> subscription(row))
            .list());
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    var channel = Channel.of(row.getInt("channel"));
    return new Subscription(
        new SubscriptionId(row.getObject("id", UUID.class)),
        new DeviceId(row.getObject("device_id", UUID.class)),
        channel,
        shown(channel, row.getString("target")),
        row.getBoolean("confirmed"),
        row.getTimestamp("created_at").toInstant());
  }

  /** Of an endpoint its host alone: whoever knows the rest can push. */
  private static String shown(Channel channel, String target) {
    return switch (channel) {
      case WEBPUSH, WEBHOOK -> URI.create(target).getHost();
      case EMAIL, LOG -> target;
    };
  }

  /** What became of a code that was brought. */
  public enum Confirmed {
    /** Mails go there from now on. */
    YES,
    /** It is another code. */
    WRONG,
    /** The user has no such address to confirm. */
    NOT_THERE
  }

  /** Confirms an address with the code that was sent there. */
  public Confirmed confirm(UserId user, SubscriptionId id, String code) {
    var brought = ConfirmCode.hashOf(code);
    return parts.database.transaction(handle -> {
      var kept =
          handle
              .createQuery(CODE)
              .bind("user", user.value())
              .bind("id", id.value())
              .bind("channel", (short) Channel.EMAIL.code())
              .map((row, _) ->
                  row.getBoolean("confirmed")
                      ? Confirmed.YES
                      : compared(brought, TokenHash.kept(row.getBytes("secret"))))
              .findOne();
      if (kept.filter(Confirmed.YES::equals).isPresent()) {
        handle.createUpdate(CONFIRM).bind("user", user.value()).bind("id", id.value()).execute();
      }
      return kept.orElse(Confirmed.NOT_THERE);
    });
  }

  private static Confirmed compared(TokenHash brought, TokenHash kept) {
    return brought.equals(kept) ? Confirmed.YES : Confirmed.WRONG;
  }

  /**
   * Ends one of a user's, and what waits to be told by it.
   *
   * @return whether he had it
   */
  public boolean remove(UserId user, SubscriptionId id) {
    return parts.database.transaction(handle -> {
      var isHis =
          handle.execute(
                  "DELETE FROM push_subscriptions WHERE user_id = ? AND id = ?",
                  user.value(),
                  id.value())
              > 0;
      if (isHis) {
        PushRows.forgetAllOf(handle, id);
      }
      return isHis;
    });
  }

  /** Forgets those whose device is signed out, and addresses that nobody confirmed. */
  public void forgetOld() {
    var past = parts.clock.instant().minus(CONFIRM_MAX);
    parts.database.query(handle -> handle.execute(FORGET_ENDED));
    parts.database.query(
        handle -> handle.createUpdate(FORGET_UNCONFIRMED).bind("past", past).execute());
  }
}
