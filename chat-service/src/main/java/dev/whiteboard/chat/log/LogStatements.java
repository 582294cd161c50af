package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.BatchPlan.Change;
import dev.whiteboard.chat.log.BatchPlan.Move;
import dev.whiteboard.chat.log.DraftFacts.Place;
import dev.whiteboard.chat.log.DraftFacts.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The log's statements, in the transaction of one handle: one for each step, however many rows. */
final class LogStatements {
  private static final String LOCK_CHATS = sql("lock-chats");
  private static final String READ_CHATS = sql("read-chats");
  private static final String DRAFT_FACTS = sql("draft-facts");
  private static final String TARGETS = sql("targets");
  private static final String OWN_FILES = sql("own-files");
  private static final String WRITE_MESSAGES = sql("write-messages");
  private static final String CHANGE_MESSAGES = sql("change-messages");

  private final Handle handle;

  /** In the transaction that this handle is in. */
  LogStatements(Handle handle) {
    this.handle = handle;
  }

  /** The text of a statement, without its header. */
  static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/log/" + name + ".sql");
  }

  /** Locks chats and tells where they stand, until the transaction ends. */
  Map<ChatId, ChatHead> lock(Collection<ChatId> chats) {
    return heads(LOCK_CHATS, chats);
  }

  /** Tells where chats stand; they may move at any time. */
  Map<ChatId, ChatHead> peek(Collection<ChatId> chats) {
    return heads(READ_CHATS, chats);
  }

  private Map<ChatId, ChatHead> heads(String statement, Collection<ChatId> chats) {
    var heads = new HashMap<ChatId, ChatHead>();
    columns(handle.createQuery(statement), List.copyOf(chats))
        .with("chats", "uuid", ChatId::value)
        .bound()
        .map((row, _) ->
            heads.put(
                new ChatId(MessageRows.uuid(row, "id")),
                new ChatHead(row.getLong("last_seq"), row.getBoolean("encrypted"))))
        .list();
    return heads;
  }

  /** What the tables tell about each draft, in their order. */
  List<DraftFacts> facts(List<Draft> drafts) {
    var facts =
        columns(handle.createQuery(DRAFT_FACTS), drafts)
            .with("chats", "uuid", draft -> draft.chat().value())
            .with("devices", "uuid", draft -> draft.device().value())
            .with("mids", "uuid", draft -> draft.mid().value())
            .with("senders", "uuid", draft -> draft.from().value())
            .bound()
            .map((row, _) -> facts(row))
            .list();
    var changes = drafts.stream().filter(draft -> draft.kind() != Kind.TEXT).toList();
    return withFiles(
        drafts,
        changes.isEmpty() ? facts : withTargets(drafts, facts, targets(changes).iterator()));
  }

  private static DraftFacts facts(ResultSet row) throws SQLException {
    return new DraftFacts(
        first(row.getTimestamp("first_at"), row.getLong("first_seq")),
        (Long) row.getObject("joined_seq"),
        null,
        0);
  }

  private static @Nullable Place first(@Nullable Timestamp at, long seq) {
    return at == null ? null : new Place(seq, at.toInstant());
  }

  private List<Optional<Target>> targets(List<Draft> changes) {
    return columns(handle.createQuery(TARGETS), changes)
        .with("chats", "uuid", draft -> draft.chat().value())
        .with("seqs", "int8", Draft::ref)
        .bound()
        .map((row, _) -> target(row))
        .list();
  }

  private static Optional<Target> target(ResultSet row) throws SQLException {
    var sender = row.getObject("sender_id", UUID.class);
    return sender == null
        ? Optional.empty()
        : Optional.of(
            new Target(new UserId(sender), Kind.of(row.getInt("kind")), row.getBoolean("deleted")));
  }

  private static List<DraftFacts> withTargets(
      List<Draft> drafts, List<DraftFacts> facts, Iterator<Optional<Target>> targets) {
    return IntStream.range(0, drafts.size())
        .mapToObj(i ->
            drafts.get(i).kind() == Kind.TEXT
                ? facts.get(i)
                : facts.get(i).about(targets.next().orElse(null)))
        .toList();
  }

  /** Asked only of those that have files: few have. */
  private List<DraftFacts> withFiles(List<Draft> drafts, List<DraftFacts> facts) {
    var attaching = drafts.stream().filter(draft -> !draft.files().isEmpty()).toList();
    if (attaching.isEmpty()) {
      return facts;
    }
    var counts = ownFiles(attaching).iterator();
    return IntStream.range(0, drafts.size())
        .mapToObj(i ->
            drafts.get(i).files().isEmpty() ? facts.get(i) : facts.get(i).withFiles(counts.next()))
        .toList();
  }

  private List<Integer> ownFiles(List<Draft> attaching) {
    return columns(handle.createQuery(OWN_FILES), attaching)
        .with("chats", "uuid", draft -> draft.chat().value())
        .with("senders", "uuid", draft -> draft.from().value())
        .with("files", "text", draft -> MessageRows.filesLiteral(draft.files()))
        .bound()
        .mapTo(Integer.class)
        .list();
  }

  /**
   * Writes a plan.
   *
   * @return false where a chat did not stand where the plan begins: the transaction must not commit
   */
  boolean write(BatchPlan plan, Instant at) {
    if (plan.messages().isEmpty()) {
      return true;
    }
    var moved = writeMessages(plan, at).mapTo(Integer.class).one();
    if (!plan.changes().isEmpty()) {
      change(plan.changes());
    }
    return moved == plan.moves().size();
  }

  private Query writeMessages(BatchPlan plan, Instant at) {
    var query = handle.createQuery(WRITE_MESSAGES).bind("at", at);
    columns(query, plan.messages())
        .with("chats", "uuid", message -> message.chat().value())
        .with("seqs", "int8", Message::seq)
        .with("devices", "uuid", message -> message.device().value())
        .with("mids", "uuid", message -> message.mid().value())
        .with("senders", "uuid", message -> message.from().value())
        .with("kinds", "int2", message -> (short) message.kind().code())
        .with("refs", "int8", message -> MessageRows.orNull(message.ref()))
        .with("bodies", "text", message -> MessageRows.body(message.content()))
        .withBytes("ciphertexts", message -> MessageRows.ciphertext(message.content()))
        .with("files", "text", message -> MessageRows.filesLiteral(message.files()))
        .with("changedBy", "int8", message -> MessageRows.orNull(message.changedBy()))
        .with("deleted", "bool", Message::deleted)
        .with("lanes", "int2", message -> (short) OutboxLanes.of(message.chat()));
    return columns(query, plan.moves())
        .with("heads", "uuid", move -> move.chat().value())
        .with("expected", "int8", Move::from)
        .with("lasts", "int8", Move::to)
        .bound();
  }

  private void change(List<Change> changes) {
    columns(handle.createUpdate(CHANGE_MESSAGES), changes)
        .with("chats", "uuid", change -> change.chat().value())
        .with("seqs", "int8", Change::seq)
        .with("changedBy", "int8", Change::by)
        .with("bodies", "text", change -> MessageRows.body(change.words()))
        .withBytes("ciphertexts", change -> MessageRows.ciphertext(change.words()))
        .with("deleted", "bool", Change::deleted)
        .bound()
        .execute();
  }

  private <T, S extends SqlStatement<S>> Columns<T, S> columns(S statement, List<T> rows) {
    return new Columns<>(handle, statement, rows);
  }
}
