package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.log.Appended.Reason;
import dev.whiteboard.chat.log.Appended.Refused;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.BatchPlan.Change;
import dev.whiteboard.chat.log.BatchPlan.Move;
import dev.whiteboard.chat.log.DraftFacts.Place;
import dev.whiteboard.chat.log.DraftFacts.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One chat while a batch is planned: where it stands, and what the batch adds to it.
 *
 * <p>Drafts are taken one after the other, each with the outcome that it would have had alone: an
 * edit finds the text that stands before it in the same batch, and a retry its first attempt.
 */
final class ChatTail {
  private final ChatId chat;
  private final ChatHead head;
  private final Instant now;
  private final List<Message> added = new ArrayList<>();
  private final Map<Long, Change> changes = new LinkedHashMap<>();
  private final Map<Name, Place> places = new HashMap<>();

  private record Name(DeviceId device, MessageId mid) {
    static Name of(Draft draft) {
      return new Name(draft.device(), draft.mid());
    }
  }

  /** Behind the head of this chat. */
  ChatTail(ChatId chat, ChatHead head, Instant now) {
    this.chat = chat;
    this.head = head;
    this.now = now;
  }

  /** Takes the next draft of this chat. */
  Appended take(Draft draft, DraftFacts facts) {
    var first = facts.first() == null ? places.get(Name.of(draft)) : facts.first();
    if (first != null) {
      return new Stored(first.seq(), first.at(), true);
    }
    return refusal(draft, facts).<Appended>map(Refused::new).orElseGet(() -> store(draft));
  }

  /** What the batch adds, by seq. */
  List<Message> added() {
    return added;
  }

  /** What it changes of what was there before. */
  Collection<Change> changes() {
    return changes.values();
  }

  /** How far it moves the chat; empty where it does not. */
  Optional<Move> move() {
    return added.isEmpty()
        ? Optional.empty()
        : Optional.of(new Move(chat, head.lastSeq(), lastSeq()));
  }

  private Optional<Reason> refusal(Draft draft, DraftFacts facts) {
    if (facts.joinedSeq() == null) {
      return Optional.of(Reason.NOT_A_MEMBER);
    }
    if (!Contents.fit(draft, head.encrypted())) {
      return Optional.of(Reason.WRONG_CONTENT);
    }
    if (!refers(draft, facts, facts.joinedSeq())) {
      return Optional.of(Reason.BAD_REF);
    }
    return hasItsFiles(draft, facts) ? Optional.empty() : Optional.of(Reason.BAD_FILE);
  }

  private static boolean hasItsFiles(Draft draft, DraftFacts facts) {
    return draft.files().stream().distinct().count() == facts.files();
  }

  /** Whether the draft is about nothing, as a text may be, or about what it may be about. */
  private boolean refers(Draft draft, DraftFacts facts, long joinedSeq) {
    if (draft.kind() == Kind.TEXT) {
      return draft.ref() == 0 || (joinedSeq < draft.ref() && draft.ref() <= lastSeq());
    }
    var target = target(draft.ref(), facts);
    return target != null
        && target.kind() == Kind.TEXT
        && target.from().equals(draft.from())
        && !target.deleted();
  }

  /** A message as it stands at this point of the batch. */
  private @Nullable Target target(long seq, DraftFacts facts) {
    if (isAdded(seq)) {
      return Target.of(added.get(indexOf(seq)));
    }
    var change = changes.get(seq);
    var target = facts.target();
    return target != null && change != null && change.deleted()
        ? new Target(target.from(), target.kind(), true)
        : target;
  }

  private Appended store(Draft draft) {
    var message = message(draft, lastSeq() + 1);
    added.add(message);
    places.put(Name.of(draft), new Place(message.seq(), now));
    if (draft.kind() == Kind.EDIT) {
      edit(draft.ref(), message);
    } else if (draft.kind() == Kind.DELETE) {
      erase(draft.ref(), message);
    }
    return new Stored(message.seq(), now, false);
  }

  private void edit(long seq, Message edit) {
    if (isAdded(seq)) {
      added.set(indexOf(seq), added.get(indexOf(seq)).edited(edit.content(), edit.seq()));
    } else {
      changes.put(seq, new Change(chat, seq, edit.content(), edit.seq(), false));
    }
  }

  /** Takes the words out of a message, and out of what the batch has of its edits. */
  private void erase(long seq, Message deletion) {
    if (!isAdded(seq)) {
      changes.put(seq, new Change(chat, seq, new Content.Nothing(), deletion.seq(), true));
    }
    added.replaceAll(message ->
        message.seq() == seq || (message.kind() == Kind.EDIT && message.ref() == seq)
            ? message.erased(deletion.seq())
            : message);
  }

  private Message message(Draft draft, long seq) {
    return new Message(
        chat,
        seq,
        draft.mid(),
        draft.from(),
        draft.device(),
        now,
        draft.kind(),
        draft.ref(),
        draft.content(),
        draft.files(),
        0,
        false);
  }

  private long lastSeq() {
    return head.lastSeq() + added.size();
  }

  private boolean isAdded(long seq) {
    return head.lastSeq() < seq && seq <= lastSeq();
  }

  private int indexOf(long seq) {
    return (int) (seq - head.lastSeq() - 1);
  }
}
