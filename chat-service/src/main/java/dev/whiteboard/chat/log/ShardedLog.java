package dev.whiteboard.chat.log;

import static java.util.stream.Collectors.toMap;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.kit.shard.Shards;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The log of chats that are spread over databases: each has a log of its own, which knows of no
 * other. So one that is away, or slow, holds up nobody's sends but those of its own chats.
 */
public final class ShardedLog implements MessageLog {
  private final Shards<MessageLog> logs;

  /**
   * Of these logs.
   *
   * @param logs closed by the caller
   */
  public ShardedLog(Shards<MessageLog> logs) {
    this.logs = logs;
  }

  private record Head(ChatId chat, long seq) {}

  @Override
  public CompletionStage<Appended> append(Draft draft) {
    return of(draft.chat()).append(draft);
  }

  @Override
  public List<Message> read(ChatId chat, SeqRange range) {
    return of(chat).read(chat, range);
  }

  @Override
  public Map<ChatId, Long> heads(Collection<ChatId> chats) {
    var each = chats.stream().distinct().toList();
    return logs.share(each, chat -> logs.number(chat.value()), ShardedLog::heads).stream()
        .flatMap(Optional::stream)
        .collect(toMap(Head::chat, Head::seq));
  }

  private static List<Optional<Head>> heads(MessageLog log, List<ChatId> chats) {
    var heads = log.heads(chats);
    return chats.stream()
        .map(chat -> Optional.ofNullable(heads.get(chat)).map(seq -> new Head(chat, seq)))
        .toList();
  }

  private MessageLog of(ChatId chat) {
    return logs.of(chat.value());
  }
}
