package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Appends what the service itself has to say in a chat: who joined, who left, another title, other
 * keys. It goes into the transaction of whoever changes that, so that either both are there or
 * neither.
 *
 * <pre>{@code
 * var joined = database.transaction(handle -> {
 *   ... rows of members ...
 *   return system.append(handle, new SystemDraft(chat, user, device, Kind.ADDED, ids));
 * });
 * listener.committed(List.of(joined)); // after the commit, never before
 * }</pre>
 *
 * <p>It holds the chat's lock from here to the end of the transaction, as any append does. Who asks
 * under the lock what he then decides takes it himself before, by {@code SELECT ... FOR UPDATE} on
 * the row of {@code chats}; who takes more than one lock takes the chat's first.
 */
public final class SystemMessages {
  private static final String APPEND = LogStatements.sql("system-message");

  private final InstantSource clock;
  private final UuidV7 ids;

  /**
   * With a clock, and what names the messages.
   *
   * @param clock for when they are kept
   */
  public SystemMessages(InstantSource clock, UuidV7 ids) {
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Appends one, in the transaction that the handle is in. {@code members_seq} moves along where
   * the kind changes who is a member.
   *
   * @return the message; tell the listener of it after the commit
   * @throws IllegalArgumentException where there is no such chat
   */
  public Message append(Handle handle, SystemDraft draft) {
    var mid = new MessageId(ids.next());
    var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var seq =
        write(handle.createQuery(APPEND), draft, mid, at)
            .orElseThrow(() -> new IllegalArgumentException("no such chat: " + draft.chat()));
    return new Message(
        draft.chat(),
        seq,
        mid,
        draft.from(),
        draft.device(),
        at,
        draft.kind(),
        0,
        draft.content(),
        List.of(),
        0,
        false);
  }

  private static OptionalLong write(Query query, SystemDraft draft, MessageId mid, Instant at) {
    return query
        .bind("chat", draft.chat().value())
        .bind("device", draft.device().value())
        .bind("mid", mid.value())
        .bind("sender", draft.from().value())
        .bind("at", at)
        .bind("kind", (short) draft.kind().code())
        .bind("body", MessageRows.body(draft.content()))
        .bind("ciphertext", MessageRows.ciphertext(draft.content()))
        .bind("lane", (short) OutboxLanes.of(draft.chat()))
        .bind("changesMembers", draft.kind().changesMembers())
        .map((row, _) -> OptionalLong.of(row.getLong("seq")))
        .findOne()
        .orElseGet(OptionalLong::empty);
  }

  /**
   * What the service has to say.
   *
   * @param chat where
   * @param from who made it happen
   * @param device on which device
   * @param kind what it is: one that clients do not send
   * @param content as the kind has it
   */
  public record SystemDraft(ChatId chat, UserId from, DeviceId device, Kind kind, Content content) {
    public SystemDraft {
      if (kind.isSentByClients()) {
        throw new IllegalArgumentException(kind + " is for members to say: see MessageLog.append");
      }
    }
  }
}
