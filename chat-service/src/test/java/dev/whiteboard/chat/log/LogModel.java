package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Appended.Reason;
import dev.whiteboard.chat.log.Appended.Refused;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.Content.Nothing;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.chat.log.DraftFacts.Place;
import dev.whiteboard.chat.log.DraftFacts.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log as one would write it without a database, nodes or batches: a list for each chat. */
final class LogModel {
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /** Whoever is a member here joined behind this. */
  static final long JOINED_SEQ = 1;

  private final List<UserId> members;
  private final Map<ChatId, List<Message>> chats = new HashMap<>();

  /** Plain chats with nothing in them, all of the same members. */
  LogModel(List<ChatId> chats, List<UserId> members) {
    this.members = members;
    chats.forEach(chat -> this.chats.put(chat, new ArrayList<>()));
  }

  /** A copy, to go on from. */
  LogModel(LogModel other) {
    this.members = other.members;
    other.chats.forEach((chat, messages) -> chats.put(chat, new ArrayList<>(messages)));
  }

  Map<ChatId, List<Message>> chats() {
    return chats;
  }

  Appended append(Draft draft) {
    var messages = chats.get(draft.chat());
    if (messages == null) {
      return new Refused(Reason.NOT_A_MEMBER);
    }
    var first = find(messages, draft);
    if (first.isPresent()) {
      return new Stored(first.get().seq(), AT, true);
    }
    var refusal = refusal(messages, draft);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    var seq = messages.size() + 1L;
    messages.add(
        new Message(
            draft.chat(),
            seq,
            draft.mid(),
            draft.from(),
            draft.device(),
            AT,
            draft.kind(),
            draft.ref(),
            draft.content(),
            draft.files(),
            0,
            false));
    messages.replaceAll(message -> touched(message, messages.getLast()));
    return new Stored(seq, AT, false);
  }

  private Optional<Reason> refusal(List<Message> messages, Draft draft) {
    if (!members.contains(draft.from())) {
      return Optional.of(Reason.NOT_A_MEMBER);
    }
    var words = draft.content() instanceof Words;
    if (draft.kind() == Kind.DELETE ? !(draft.content() instanceof Nothing) : !words) {
      return Optional.of(Reason.WRONG_CONTENT);
    }
    if (draft.kind() == Kind.TEXT && draft.ref() == 0) {
      return Optional.empty();
    }
    var there = 1 <= draft.ref() && draft.ref() <= messages.size();
    var target = there ? messages.get((int) draft.ref() - 1) : null;
    var good =
        draft.kind() == Kind.TEXT
            ? there && draft.ref() > JOINED_SEQ
            : target != null
                && target.kind() == Kind.TEXT
                && target.from().equals(draft.from())
                && !target.deleted();
    return good ? Optional.empty() : Optional.of(Reason.BAD_REF);
  }

  private static Message touched(Message message, Message by) {
    var itself = message.seq() == by.ref() && by.kind() != Kind.TEXT;
    var itsEdit = message.kind() == Kind.EDIT && message.ref() == by.ref();
    if (by.kind() == Kind.DELETE && (itself || itsEdit)) {
      return message.erased(by.seq());
    }
    return itself ? message.edited(by.content(), by.seq()) : message;
  }

  private static Optional<Message> find(List<Message> messages, Draft draft) {
    return messages.stream()
        .filter(m -> m.device().equals(draft.device()) && m.mid().equals(draft.mid()))
        .findFirst();
  }

  /** What the tables would tell of a draft. */
  DraftFacts facts(Draft draft) {
    var messages = chats.getOrDefault(draft.chat(), List.of());
    return new DraftFacts(
        find(messages, draft).map(m -> new Place(m.seq(), m.at())).orElse(null),
        members.contains(draft.from()) ? JOINED_SEQ : null,
        target(messages, draft.ref()),
        (int) draft.files().stream().distinct().count());
  }

  private static @Nullable Target target(List<Message> messages, long seq) {
    return 1 <= seq && seq <= messages.size() ? Target.of(messages.get((int) seq - 1)) : null;
  }

  Map<ChatId, ChatHead> heads() {
    var heads = new HashMap<ChatId, ChatHead>();
    chats.forEach((chat, messages) -> heads.put(chat, new ChatHead(messages.size(), false)));
    return heads;
  }

  /** Writes a plan as the statements do. */
  void write(BatchPlan plan) {
    plan.messages().forEach(message -> of(message.chat()).add(message));
    for (var change : plan.changes()) {
      of(change.chat()).replaceAll(message -> changed(message, change));
    }
  }

  private List<Message> of(ChatId chat) {
    return Objects.requireNonNull(chats.get(chat));
  }

  private static Message changed(Message message, BatchPlan.Change change) {
    var itself = message.seq() == change.seq();
    var itsEdit = message.kind() == Kind.EDIT && message.ref() == change.seq();
    if (change.deleted() && (itself || itsEdit)) {
      return message.erased(change.by());
    }
    return itself ? message.edited(change.words(), change.by()) : message;
  }
}
