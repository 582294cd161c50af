package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Appended.Reason;
import dev.whiteboard.chat.log.Appended.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the drafts of a batch their places. Nothing is asked or written here: what comes out
 * depends on what goes in alone.
 */
final class BatchPlanner {
  private final Map<ChatId, ChatTail> tails = new LinkedHashMap<>();

  /**
   * For chats that stand so.
   *
   * @param heads of those that are there
   * @param now when the batch is kept
   */
  BatchPlanner(Map<ChatId, ChatHead> heads, Instant now) {
    heads.forEach((chat, head) -> tails.put(chat, new ChatTail(chat, head, now)));
  }

  /**
   * Plans the batch; call once.
   *
   * @param facts about each draft, in their order
   */
  BatchPlan plan(List<Draft> drafts, List<DraftFacts> facts) {
    var outcomes = new ArrayList<Appended>(drafts.size());
    for (var i = 0; i < drafts.size(); i++) {
      outcomes.add(take(drafts.get(i), facts.get(i)));
    }
    return new BatchPlan(
        outcomes,
        tails.values().stream().flatMap(tail -> tail.added().stream()).toList(),
        tails.values().stream().flatMap(tail -> tail.changes().stream()).toList(),
        tails.values().stream().flatMap(tail -> tail.move().stream()).toList());
  }

  private Appended take(Draft draft, DraftFacts facts) {
    var tail = tails.get(draft.chat());
    return tail == null ? new Refused(Reason.NOT_A_MEMBER) : tail.take(draft, facts);
  }
}
