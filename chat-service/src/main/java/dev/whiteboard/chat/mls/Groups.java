package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.CommittedListener;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.SystemMessages;
import dev.whiteboard.chat.log.SystemMessages.SystemDraft;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Decides which commit is a group's next: the first that names the epoch that the group is in.
 *
 * <p>The commit, its place in the chat's log and its welcome are one transaction, under the chat's
 * lock: members see it at one place among the messages, the same for all, and nobody is welcomed to
 * an epoch that there is not.
 */
public final class Groups {
  private static final String LOCK_CHAT = "SELECT 1 FROM chats WHERE id = :chat FOR UPDATE";
  private static final String GROUP_OF_MEMBER = KeyPackages.sql("group-of-member");
  private static final String WRITE_COMMIT = KeyPackages.sql("write-commit");

  private static final String SAME_COMMIT =
      """
      SELECT seq FROM mls_commits
      WHERE chat_id = :chat AND generation = :generation AND epoch = :epoch AND commit_hash = :hash
      """;
  private static final String MEMBERS =
      """
      SELECT count(*) FROM members
      WHERE chat_id = :chat AND user_id = ANY (:users) AND left_seq IS NULL
      """;
  private static final String READ =
      "SELECT generation, epoch, seq, group_info FROM mls_groups WHERE chat_id = :chat";

  private final Shards<Database> databases;
  private final SystemMessages log;
  private final Welcomes welcomes;
  private final CommittedListener listener;
  private final MlsMeters meters;

  /**
   * Groups in these databases, each with its chat.
   *
   * @param log gives commits their place
   * @param listener is told of each when it is durable
   */
  public Groups(
      Shards<Database> databases,
      SystemMessages log,
      Welcomes welcomes,
      CommittedListener listener,
      MlsMeters meters) {
    this.databases = databases;
    this.log = log;
    this.welcomes = welcomes;
    this.listener = listener;
    this.meters = meters;
  }

  /**
   * A commit that a device brings.
   *
   * @param by which device
   * @param group which group it changes
   * @param epoch which epoch it ends
   * @param bytes the commit
   * @param groupInfo what the group is after it
   * @param welcome for those who join by it
   */
  public record Commit(
      MlsIdentity by,
      MlsGroupId group,
      long epoch,
      Ciphertext bytes,
      Optional<Ciphertext> groupInfo,
      Optional<Welcome> welcome) {
    /** A commit has at most so many bytes; one that adds 499 has 145 KB. */
    public static final int BYTES_MAX = 192 * 1024;

    /** What the group is has at most so many; with 500 members it has 125 KB. */
    public static final int GROUP_INFO_BYTES_MAX = 192 * 1024;
  }

  /**
   * What comes with a commit that adds members.
   *
   * @param bytes the welcome, one for all of them
   * @param joiners whom it is for, each once
   */
  public record Welcome(Ciphertext bytes, List<MlsIdentity> joiners) {
    /** A welcome has at most so many bytes; one for 499 has 169 KB. */
    public static final int BYTES_MAX = 256 * 1024;

    /** At most so many join by one commit. */
    public static final int JOINERS_MAX = 1_000;

    public Welcome {
      joiners = List.copyOf(joiners);
    }
  }

  /**
   * Where a group is.
   *
   * @param generation how many groups the chat had before this one
   * @param epoch the epoch that the next commit ends
   * @param seq the place of the newest commit in the chat's log; 0 where there is none
   */
  public record State(int generation, long epoch, long seq) {
    static final State NONE = new State(0, 0, 0);

    /** Whether a commit that ends this epoch of this generation may be next. */
    boolean takes(int ofGeneration, long ofEpoch) {
      return (ofGeneration == generation && ofEpoch == epoch)
          || (ofGeneration == generation + 1 && ofEpoch == 0 && epoch > 0);
    }
  }

  /**
   * Where a group is, and from what one comes in.
   *
   * @param groupInfo as the newest committer made it, where he did
   */
  public record Described(State state, Optional<Ciphertext> groupInfo) {}

  /** What became of a commit. */
  public sealed interface Outcome {
    /**
     * It is the group's next.
     *
     * @param state where the group is after it, its own place in the log with it
     * @param repeated whether it was brought before, with the same bytes
     */
    record Taken(State state, boolean repeated) implements Outcome {}

    /**
     * Another was first.
     *
     * @param state where the group is
     */
    record Lost(State state) implements Outcome {}

    /** There is no such chat, or he is no member of it: he can't tell which. */
    record NoMember() implements Outcome {}

    /** The chat is not an encrypted one. */
    record NotEncrypted() implements Outcome {}

    /** One who would join is no member of the chat. */
    record JoinerNoMember() implements Outcome {}
  }

  /** Whether bytes are a commit of this group that ends this epoch, as far as can be read. */
  public static Optional<MlsGroupId> groupOf(Ciphertext commit, ChatId chat, long epoch) {
    return CommitHeader.parse(commit.bytes())
        .filter(header -> header.group().chat().equals(chat) && header.epoch() == epoch)
        .map(CommitHeader::group);
  }

  /** Makes a commit the group's next, or tells where the group is. */
  public Outcome commit(Commit commit) {
    var placed = new ArrayList<Message>(1);
    var outcome =
        databases
            .of(commit.group.chat().value())
            .transaction(handle -> commit(handle, commit, placed));
    if (!placed.isEmpty()) {
      listener.committed(placed);
    }
    meters.committed(outcome);
    return outcome;
  }

  private Outcome commit(Handle handle, Commit commit, List<Message> placed) {
    var found = lock(handle, commit.group.chat(), commit.by.user());
    if (found.isEmpty()) {
      return new Outcome.NoMember();
    }
    if (!found.get().encrypted) {
      return new Outcome.NotEncrypted();
    }
    var earlier = earlier(handle, commit);
    if (earlier.isPresent()) {
      return new Outcome.Taken(after(commit, earlier.getAsLong()), true);
    }
    var state = found.get().state;
    if (!state.takes(commit.group.generation(), commit.epoch)) {
      return new Outcome.Lost(state);
    }
    if (!areMembers(handle, commit)) {
      return new Outcome.JoinerNoMember();
    }
    var message = write(handle, commit);
    placed.add(message);
    return new Outcome.Taken(after(commit, message.seq()), false);
  }

  private static State after(Commit commit, long seq) {
    return new State(commit.group.generation(), commit.epoch + 1, seq);
  }

  private record Locked(boolean encrypted, State state) {}

  private static Optional<Locked> lock(Handle handle, ChatId chat, UserId user) {
    handle.createQuery(LOCK_CHAT).bind("chat", chat.value()).mapTo(Integer.class).findOne();
    return handle
        .createQuery(GROUP_OF_MEMBER)
        .bind("chat", chat.value())
        .bind("user", user.value())
        .map((row, _) -> {
          var epoch = row.getLong("epoch");
          var state =
              row.wasNull()
                  ? State.NONE
                  : new State(row.getInt("generation"), epoch, row.getLong("seq"));
          return new Locked(row.getBoolean("encrypted"), state);
        })
        .findOne();
  }

  private static OptionalLong earlier(Handle handle, Commit commit) {
    return handle
        .createQuery(SAME_COMMIT)
        .bind("chat", commit.group.chat().value())
        .bind("generation", commit.group.generation())
        .bind("epoch", commit.epoch)
        .bind("hash", hash(commit.bytes))
        .map((row, _) -> OptionalLong.of(row.getLong("seq")))
        .findOne()
        .orElseGet(OptionalLong::empty);
  }

  /** Under the chat's lock: nobody leaves meanwhile. */
  private static boolean areMembers(Handle handle, Commit commit) {
    var users = new HashSet<UUID>();
    commit.welcome.ifPresent(w -> w.joiners.forEach(joiner -> users.add(joiner.user().value())));
    return users.isEmpty()
        || handle
                .createQuery(MEMBERS)
                .bind("chat", commit.group.chat().value())
                .bindArray("users", UUID.class, List.copyOf(users))
                .mapTo(Integer.class)
                .one()
            == users.size();
  }

  private Message write(Handle handle, Commit commit) {
    var message =
        log.append(
            handle,
            new SystemDraft(
                commit.group.chat(),
                commit.by.user(),
                commit.by.device(),
                Kind.COMMIT,
                new Content.Sealed(commit.bytes)));
    note(handle, commit, message.seq());
    commit.welcome.ifPresent(welcome -> welcomes.put(handle, commit, welcome, message));
    return message;
  }

  private static void note(Handle handle, Commit commit, long seq) {
    byte @Nullable [] info = commit.groupInfo.map(Ciphertext::bytes).orElse(null);
    handle
        .createUpdate(WRITE_COMMIT)
        .bind("chat", commit.group.chat().value())
        .bind("generation", commit.group.generation())
        .bind("epoch", commit.epoch)
        .bind("seq", seq)
        .bind("hash", hash(commit.bytes))
        .bind("info", info)
        .execute();
  }

  /** Where a chat's group is; at its beginning where there is none yet. */
  public Described describe(ChatId chat) {
    return databases
        .of(chat.value())
        .query(handle ->
            handle
                .createQuery(READ)
                .bind("chat", chat.value())
                .map((row, _) -> {
                  var info = row.getBytes("group_info");
                  return new Described(
                      new State(row.getInt("generation"), row.getLong("epoch"), row.getLong("seq")),
                      Optional.ofNullable(info).map(Ciphertext::of));
                })
                .findOne()
                .orElseGet(() -> new Described(State.NONE, Optional.empty())));
  }

  private static byte[] hash(Ciphertext commit) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(commit.bytes());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
