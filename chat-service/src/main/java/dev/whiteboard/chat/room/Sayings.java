package dev.whiteboard.chat.room;

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
    return new SystemDraft(chat, by.user(), by.device(), Kind.ADDED, MemberList.content(users));
  }

  /** This user left, or was removed. */
  static SystemDraft removed(ChatId chat, Caller by, UserId user) {
    return new SystemDraft(
        chat, by.user(), by.device(), Kind.REMOVED, MemberList.content(List.of(user)));
  }

  /** The chat has this title now; no words for none. */
  static SystemDraft titled(ChatId chat, Caller by, Optional<ChatTitle> title) {
    return new SystemDraft(
        chat,
        by.user(),
        by.device(),
        Kind.TITLED,
        new Words(title.map(ChatTitle::text).orElse("")));
  }
}
