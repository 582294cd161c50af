package dev.whiteboard.chat.room;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.account.Users;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.CommittedListener;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.SystemMessages;
import dev.whiteboard.chat.log.SystemMessages.SystemDraft;
import dev.whiteboard.chat.room.Change.Done;
import dev.whiteboard.chat.room.Change.Refused;
import dev.whiteboard.chat.room.ChatRows.Locked;
import dev.whiteboard.chat.room.Membership.Role;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Adds and removes members, and changes titles. Blocks.
 *
 * <p>Each change is a transaction under the chat's lock that writes rows and a message of the
 * chat's log: so a message's place tells who was a member when it was sent.
 */
public final class ChatChanges {
  private final Shards<Database> databases;
  private final Users users;
  private final SystemMessages system;
  private final CommittedListener listener;

  /**
   * Changes in these databases.
   *
   * @param users who there is, at the home
   * @param system appends what there is to say of a change
   * @param listener is told of that
   */
  public ChatChanges(
      Shards<Database> databases, Users users, SystemMessages system, CommittedListener listener) {
    this.databases = databases;
    this.users = users;
    this.system = system;
    this.listener = listener;
  }

  /** What a transaction came to, and what it said in the chat. */
  private record Outcome(Change change, Optional<Message> said) {
    static Outcome refused(Refusal refusal) {
      return new Outcome(new Refused(refusal), Optional.empty());
    }
  }

  /** Adds members to a group; those who are members already stay it, and are not told as added. */
  public Change add(Caller caller, ChatId chat, Set<UserId> asked) {
    // Before the chat is locked, which is on another database: users do not go away meanwhile.
    var unknown = users.unknown(asked);
    return changed(
        chat,
        handle -> {
          var rows = new ChatRows(handle);
          var locked = rows.lock(chat);
          var refusal = whyNot(rows, locked, caller, Role.ADMIN);
          return refusal.isPresent()
              ? Outcome.refused(refusal.get())
              : add(handle, caller, locked.orElseThrow(), new Asked(asked, unknown));
        });
  }

  /** Removes a member from a group; any member may remove himself. */
  public Change remove(Caller caller, ChatId chat, UserId user) {
    return changed(
        chat,
        handle -> {
          var rows = new ChatRows(handle);
          var locked = rows.lock(chat);
          var needed = user.equals(caller.user()) ? Role.MEMBER : Role.ADMIN;
          var refusal = whyNot(rows, locked, caller, needed);
          return refusal.isPresent()
              ? Outcome.refused(refusal.get())
              : remove(handle, rows, caller, locked.orElseThrow(), user);
        });
  }

  /** Gives a group another title, or none. */
  public Change retitle(Caller caller, ChatId chat, Optional<ChatTitle> title) {
    return changed(
        chat,
        handle -> {
          var rows = new ChatRows(handle);
          var refusal = whyNot(rows, rows.lock(chat), caller, Role.ADMIN);
          if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
          }
          rows.title(chat, title);
          return done(handle, List.of(), Sayings.titled(chat, caller, title));
        });
  }

  @FunctionalInterface
  private interface Step {
    Outcome apply(Handle handle);
  }

  private Change changed(ChatId chat, Step step) {
    var outcome = databases.of(chat.value()).transaction(step::apply);
    outcome.said.ifPresent(message -> listener.committed(List.of(message)));
    return outcome.change;
  }

  private static Optional<Refusal> whyNot(
      ChatRows rows, Optional<Locked> chat, Caller caller, Role needed) {
    var role = chat.flatMap(locked -> rows.role(locked.id(), caller.user()));
    if (role.isEmpty()) {
      return Optional.of(new Refusal.NotThere());
    }
    if (chat.orElseThrow().kind() == ChatKind.DIRECT) {
      return Optional.of(new Refusal.Direct());
    }
    return needed == Role.ADMIN && role.get() != Role.ADMIN
        ? Optional.of(new Refusal.NotAdmin())
        : Optional.empty();
  }

  /** Who is to join, and who of them is nobody. */
  private record Asked(Set<UserId> users, List<UserId> unknown) {}

  private Outcome add(Handle handle, Caller caller, Locked chat, Asked asked) {
    if (!asked.unknown.isEmpty()) {
      return Outcome.refused(new Refusal.Unknown(asked.unknown));
    }
    var rows = new ChatRows(handle);
    var joining = new LinkedHashSet<>(asked.users);
    joining.removeAll(rows.members(chat.id(), asked.users));
    if (chat.members() + joining.size() > Chats.MEMBERS_MAX) {
      return Outcome.refused(new Refusal.TooMany());
    }
    if (joining.isEmpty()) {
      return new Outcome(new Done(List.of()), Optional.empty());
    }
    var done = done(handle, List.copyOf(joining), Sayings.added(chat.id(), caller, joining));
    rows.join(chat.id(), joining, Role.MEMBER, done.said.orElseThrow().seq() - 1);
    rows.count(chat.id(), chat.members() + joining.size());
    return done;
  }

  private Outcome remove(Handle handle, ChatRows rows, Caller caller, Locked chat, UserId user) {
    if (rows.role(chat.id(), user).isEmpty()) {
      return Outcome.refused(new Refusal.NoMember());
    }
    var done = done(handle, List.of(user), Sayings.removed(chat.id(), caller, user));
    rows.leave(chat.id(), user, done.said.orElseThrow().seq());
    rows.ensureAdmin(chat.id());
    rows.count(chat.id(), chat.members() - 1);
    return done;
  }

  private Outcome done(Handle handle, List<UserId> concerned, SystemDraft saying) {
    return new Outcome(new Done(concerned), Optional.of(system.append(handle, saying)));
  }
}
