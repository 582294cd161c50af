package dev.whiteboard.chat.push;

import static java.util.stream.Collectors.groupingBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Gatherers;
import org.jdbi.v3.core.Handle;

/**
 * Whom a message could be pushed to: the subscriptions of its chat's members.
 *
 * <p>Two questions, as chats are on shards and subscriptions in the home. Who is a member is read
 * for many chats at once, from the same rows that {@link dev.whiteboard.chat.room.Memberships}
 * reads for one. Blocks.
 */
final class Recipients {
  /*
   * What they cost, on PostgreSQL 18 with 2 processors, where 2% of 500,000 users have a
   * subscription: of 32 chats with 5 members each 2 ms and 2 ms, of 32 with 500 each 11 ms for the
   * 16,000 members and 8 times 10 ms for who of them is told where.
   */

  /** Users that one statement asks about; each may have 20 subscriptions. */
  private static final int USERS_MAX = 2_000;

  private static final String MEMBERS = PushRows.sql("members");
  private static final String SUBSCRIBED = PushRows.sql("subscribed");

  private Recipients() {}

  /**
   * A member of a chat.
   *
   * @param direct whether the chat is
   * @param joinedSeq he may see what comes behind it
   */
  record Member(ChatId chat, boolean direct, UserId user, long joinedSeq) {}

  /** Where a user wants to be told, and what he is called. */
  private record Place(UserId user, String nameKey, SubscriptionId subscription) {}

  /** A subscription of a member of a chat. */
  record Recipient(Member member, String nameKey, SubscriptionId subscription) {
    ChatId chat() {
      return member.chat;
    }

    UserId user() {
      return member.user;
    }

    boolean isTold(OutboxRecord message) {
      return message.seq() > member.joinedSeq && !message.from().equals(member.user);
    }

    boolean isSpokenTo(Mentions mentions) {
      return member.direct || mentions.name(nameKey);
    }
  }

  /**
   * Who is in some chats, of up to 500 members each.
   *
   * @param shard that the chats are on
   */
  static List<Member> members(Database shard, Collection<ChatId> chats) {
    return shard.query(handle ->
        handle
            .createQuery(MEMBERS)
            .bindArray("chats", UUID.class, chats.stream().map(ChatId::value).toList())
            .map((row, _) -> member(row))
            .list());
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        new ChatId(row.getObject("chat_id", UUID.class)),
        row.getBoolean("direct"),
        user(row),
        row.getLong("joined_seq"));
  }

  /**
   * Where members want to be told, by chat; without chats where nobody does.
   *
   * @param home in its transaction
   */
  static Map<ChatId, List<Recipient>> of(Handle home, List<Member> members) {
    var places =
        members.stream()
            .map(member -> member.user.value())
            .distinct()
            .gather(Gatherers.windowFixed(USERS_MAX))
            .flatMap(users -> places(home, users).stream())
            .collect(groupingBy(Place::user));
    return members.stream()
        .flatMap(member ->
            places.getOrDefault(member.user, List.of()).stream()
                .map(place -> new Recipient(member, place.nameKey, place.subscription)))
        .collect(groupingBy(Recipient::chat));
  }

  private static List<Place> places(Handle home, List<UUID> users) {
    return home.createQuery(SUBSCRIBED)
        .bindArray("users", UUID.class, users)
        .map((row, _) ->
            new Place(
                user(row),
                row.getString("name_key"),
                new SubscriptionId(row.getObject("subscription_id", UUID.class))))
        .list();
  }

  private static UserId user(ResultSet row) throws SQLException {
    return new UserId(row.getObject("user_id", UUID.class));
  }
}
