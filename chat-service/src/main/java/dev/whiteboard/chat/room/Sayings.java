package dev.whiteboard.chat.room;

import static java.util.stream.Collectors.joining;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.SystemMessages.SystemDraft;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a chat's log says of its members and its title. */
final class Sayings {
  private Sayings() {}

  /** These users joined. */
  static SystemDraft added(ChatId chat, Caller by, Collection<UserId> users) {
    return draft(chat, by, Kind.ADDED, json(users));
  }

  /** This user left, or was removed. */
  static SystemDraft removed(ChatId chat, Caller by, UserId user) {
    return draft(chat, by, Kind.REMOVED, json(List.of(user)));
  }

  /** The chat has this title now; no words for none. */
  static SystemDraft titled(ChatId chat, Caller by, Optional<ChatTitle> title) {
    return draft(chat, by, Kind.TITLED, title.map(ChatTitle::text).orElse(""));
  }

  private static SystemDraft draft(ChatId chat, Caller by, Kind kind, String words) {
    return new SystemDraft(chat, by.user(), by.device(), kind, new Words(words));
  }

  /** Ids have no character that JSON would want escaped. */
  private static String json(Collection<UserId> users) {
    return users.stream().map(user -> "\"" + user + "\"").collect(joining(",", "[", "]"));
  }
}
