package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Chats and members as rows, put there without the packages that own them. */
public final class ChatRows {
  private static final UuidV7 IDS = new UuidV7(InstantSource.system(), shared());

  private final Shards<Database> databases;

  /** In this database. */
  public ChatRows(Database database) {
    this(Shards.inOrder(List.of(database)));
  }

  /** In these databases, each chat on its shard. */
  public ChatRows(Shards<Database> databases) {
    this.databases = databases;
  }

  private static RandomGenerator shared() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  /** Someone new, on a device of his. */
  public static Sender sender() {
    return new Sender(new UserId(IDS.next()), new DeviceId(IDS.next()));
  }

  /** A name for a message. */
  public static MessageId mid() {
    return new MessageId(IDS.next());
  }

  /** A chat with nothing in it, of these members. */
  public ChatId chat(Sender... members) {
    return chat(false, members);
  }

  /** A chat with nothing in it. */
  public ChatId chat(boolean encrypted, Sender... members) {
    var chat = new ChatId(IDS.next());
    databases
        .of(chat.value())
        .transaction(handle -> {
          handle.execute(
              "INSERT INTO chats VALUES (?, 1, ?, null, ?, now(), 0, 0, ?)",
              chat.value(),
              encrypted,
              members[0].user().value(),
              members.length);
          List.of(members)
              .forEach(member ->
                  handle.execute(
                      "INSERT INTO members VALUES (?, ?, 0, 0)",
                      chat.value(),
                      member.user().value()));
          return chat;
        });
    return chat;
  }

  /** A whole file of a member, without bytes. */
  public FileId file(ChatId chat, Sender owner) {
    var file = new FileId(IDS.next());
    update(
        chat,
        """
        INSERT INTO files (chat_id, id, owner_id, name, metadata, encrypted, length, received,
                           content, type, check_at)
        VALUES (?, ?, ?, 'a', '', false, 1, 1, ?, 'text/plain', now())
        """,
        chat.value(),
        file.value(),
        owner.user().value(),
        file.value());
    return file;
  }

  /** Adds a member who sees what comes behind a message. */
  public void join(ChatId chat, Sender member, long afterSeq) {
    update(
        chat,
        "INSERT INTO members VALUES (?, ?, 0, ?)",
        chat.value(),
        member.user().value(),
        afterSeq);
  }

  /** Ends a membership. */
  public void leave(ChatId chat, Sender member, long atSeq) {
    update(
        chat,
        "UPDATE members SET left_seq = ? WHERE chat_id = ? AND user_id = ?",
        atSeq,
        chat.value(),
        member.user().value());
  }

  private void update(ChatId chat, String statement, Object... values) {
    databases.of(chat.value()).query(handle -> handle.execute(statement, values));
  }

  /**
   * Who sends.
   *
   * @param user who
   * @param device on which device
   */
  public record Sender(UserId user, DeviceId device) {
    /** Says something in a chat. */
    public Draft says(ChatId chat, String words) {
      return draft(chat, Kind.TEXT, 0, new Words(words));
    }

    /** Gives an earlier message other words. */
    public Draft edits(ChatId chat, long seq, String words) {
      return draft(chat, Kind.EDIT, seq, new Words(words));
    }

    /** Takes an earlier message back. */
    public Draft deletes(ChatId chat, long seq) {
      return draft(chat, Kind.DELETE, seq, new Content.Nothing());
    }

    /** Says something with files attached. */
    public Draft attaches(ChatId chat, FileId... files) {
      return new Draft(chat, user, device, mid(), Kind.TEXT, 0, new Words("see"), List.of(files));
    }

    /** Any draft, of a new name. */
    public Draft draft(ChatId chat, Kind kind, long ref, Content content) {
      return new Draft(chat, user, device, mid(), kind, ref, content, List.of());
    }

    /** The same user on another device. */
    public Sender onAnotherDevice() {
      return new Sender(user, new DeviceId(IDS.next()));
    }
  }
}
