package dev.whiteboard.chat.room;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.account.Users;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.room.ChatRows.NewChat;
import dev.whiteboard.chat.room.Creation.Made;
import dev.whiteboard.chat.room.Creation.Refused;
import dev.whiteboard.chat.room.Membership.Role;
import dev.whiteboard.kit.shard.Buckets;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Makes chats. Blocks.
 *
 * <p>Two users have one direct chat, from whichever side and on however many nodes it is made at
 * once: the row of the two in {@code direct_chats} can be inserted once, and who comes second waits
 * for the first and takes his. That row is on the shard of the pair, and the id of the chat is made
 * so that the chat is there too: one transaction has both.
 */
public final class Chats {
  /** The most members of a chat. */
  public static final int MEMBERS_MAX = 500;

  /** A key older than this may make a new group. */
  private static final Duration REPEAT_KEYS_KEPT = Duration.ofDays(1);

  private static final String CLAIM_PAIR =
      """
      INSERT INTO direct_chats (user_low, user_high, chat_id)
      VALUES (least(:one, :other), greatest(:one, :other), :chat)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND_PAIR =
      """
      SELECT chat_id FROM direct_chats
      WHERE user_low = least(:one, :other) AND user_high = greatest(:one, :other)
      """;

  private static final String CLAIM_KEY =
      """
      INSERT INTO chat_requests (user_id, key_hash, body_hash, chat_id, created_at)
      VALUES (:user, :key, :body, :chat, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND_KEY =
      "SELECT chat_id, body_hash = :body AS same FROM chat_requests"
          + " WHERE user_id = :user AND key_hash = :key";

  private final Parts parts;

  /**
   * What making a chat takes.
   *
   * @param databases where chats are kept, a share in each
   * @param users who there is, at the home
   * @param listener is told of who has a new chat
   * @param ids makes chats' ids
   * @param clock now
   */
  public record Parts(
      Shards<Database> databases,
      Users users,
      NewChatListener listener,
      UuidV7 ids,
      InstantSource clock) {}

  /** What a transaction came to, and who has a chat by it that had not. */
  private record Outcome(Creation creation, Set<UserId> joined) {
    static Outcome standing(UUID chat) {
      return new Outcome(new Made(new ChatId(chat), false), Set.of());
    }
  }

  /** Chats of these parts. */
  public Chats(Parts parts) {
    this.parts = parts;
  }

  /**
   * Makes the direct chat of two, or finds it.
   *
   * @param encrypted where it is made; one that stands stays what it is
   */
  public Creation direct(Caller caller, UserId other, boolean encrypted) {
    if (other.equals(caller.user())) {
      return new Refused(new Refusal.WithOneself());
    }
    if (parts.users.find(other).isEmpty()) {
      return new Refused(new Refusal.Unknown(List.of(other)));
    }
    var id = newIdBeside(pair(caller.user(), other));
    var chat = new NewChat(id, ChatKind.DIRECT, encrypted, Optional.empty(), 2);
    return made(
        chat,
        handle ->
            claim(handle, caller.user(), other, chat.id())
                ? create(handle, caller, chat, Set.of(other))
                : Outcome.standing(find(handle, caller.user(), other)));
  }

  /**
   * Makes a group, of which the caller is a member and admin.
   *
   * @param key where the same group was made with the same key before, it is found; empty to make
   *     one in any case
   */
  public Creation group(Caller caller, NewGroup group, Optional<RepeatKey> key) {
    var others = new LinkedHashSet<>(group.others());
    others.remove(caller.user());
    if (others.size() >= MEMBERS_MAX) {
      return new Refused(new Refusal.TooMany());
    }
    var unknown = parts.users.unknown(others);
    if (!unknown.isEmpty()) {
      return new Refused(new Refusal.Unknown(unknown));
    }
    var id = key.map(one -> newIdBeside(request(caller.user(), one))).orElseGet(this::newId);
    var chat = new NewChat(id, ChatKind.GROUP, group.encrypted(), group.title(), others.size() + 1);
    return made(
        chat,
        handle ->
            key.isEmpty() || claim(handle, caller.user(), key.get(), chat.id())
                ? create(handle, caller, chat, others)
                : repeated(handle, caller.user(), key.get()));
  }

  /** Forgets keys that are past their time. */
  public void forgetOldKeys() {
    var past = parts.clock.instant().minus(REPEAT_KEYS_KEPT);
    parts.databases.forAll(database ->
        database.query(handle ->
            handle
                .createUpdate("DELETE FROM chat_requests WHERE created_at < :past")
                .bind("past", past)
                .execute()));
  }

  @FunctionalInterface
  private interface Step {
    Outcome apply(Handle handle);
  }

  private Creation made(NewChat asked, Step step) {
    var outcome = parts.databases.of(asked.id().value()).transaction(step::apply);
    if (outcome.creation instanceof Made(var chat, _) && !outcome.joined.isEmpty()) {
      parts.listener.joined(chat, outcome.joined);
    }
    return outcome.creation;
  }

  private ChatId newId() {
    return new ChatId(parts.ids.next());
  }

  /** The id of a chat that is on the shard of a claim, which is kept by a text. */
  private ChatId newIdBeside(String claim) {
    return new ChatId(parts.ids.nextIn(Buckets.of(claim)));
  }

  /** The same from both sides. */
  private static String pair(UserId one, UserId other) {
    return Stream.of(one, other).map(UserId::toString).sorted().collect(Collectors.joining(" "));
  }

  private static String request(UserId user, RepeatKey key) {
    return user + " " + HexFormat.of().formatHex(key.key().bytes());
  }

  /** The log begins with what its members say: who they are at first is told by the chat itself. */
  private Outcome create(Handle handle, Caller caller, NewChat chat, Set<UserId> others) {
    var rows = new ChatRows(handle);
    rows.insert(chat, caller.user(), parts.clock.instant());
    rows.join(chat.id(), Set.of(caller.user()), makersRole(chat), 0);
    rows.join(chat.id(), others, Role.MEMBER, 0);
    var all = new LinkedHashSet<>(Set.of(caller.user()));
    all.addAll(others);
    return new Outcome(new Made(chat.id(), true), all);
  }

  private static Role makersRole(NewChat chat) {
    return chat.kind() == ChatKind.GROUP ? Role.ADMIN : Role.MEMBER;
  }

  private static boolean claim(Handle handle, UserId one, UserId other, ChatId chat) {
    return handle
            .createUpdate(CLAIM_PAIR)
            .bind("one", one.value())
            .bind("other", other.value())
            .bind("chat", chat.value())
            .execute()
        == 1;
  }

  private static UUID find(Handle handle, UserId one, UserId other) {
    return handle
        .createQuery(FIND_PAIR)
        .bind("one", one.value())
        .bind("other", other.value())
        .mapTo(UUID.class)
        .one();
  }

  private boolean claim(Handle handle, UserId user, RepeatKey key, ChatId chat) {
    return handle
            .createUpdate(CLAIM_KEY)
            .bind("user", user.value())
            .bind("key", key.key().bytes())
            .bind("body", key.body().bytes())
            .bind("chat", chat.value())
            .bind("now", parts.clock.instant())
            .execute()
        == 1;
  }

  private static Outcome repeated(Handle handle, UserId user, RepeatKey key) {
    return handle
        .createQuery(FIND_KEY)
        .bind("user", user.value())
        .bind("key", key.key().bytes())
        .bind("body", key.body().bytes())
        .map((row, _) ->
            row.getBoolean("same")
                ? Outcome.standing(row.getObject("chat_id", UUID.class))
                : new Outcome(new Refused(new Refusal.KeyReused()), Set.of()))
        .one();
  }
}
