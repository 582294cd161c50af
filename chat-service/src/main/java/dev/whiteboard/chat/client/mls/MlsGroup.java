package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.mls.protocol.Group;
import org.jspecify.annotations.Nullable;

/**
 * A device's place in one encrypted chat. Commits are handled in the order in which the chat's log
 * has them, one's own as well: it is made, brought to the service, and applied when it comes back.
 *
 * <p>The state is in memory alone, as the library can't write it down. A device that restarts
 * enters anew, with {@link MlsMember#enter}, and reads what is said from then on; what was said
 * before is where its user interface kept it, or gone.
 *
 * <p>For any thread; each call holds a lock that all groups of the process share.
 */
public final class MlsGroup {
  /*
   * epochs, newest first. A message is sealed in the epoch that its sender is in, and may get its
   * place behind the commit that ended it, so a few are kept to read with. Each is forward secrecy
   * given away for so long: who steals the device reads what it has yet to read of them.
   *
   *   log:   m(1)  commit 1->2  m(1)  m(2)  commit 2->3 ...
   *                             ^ sealed before its sender saw the commit
   */
  private static final int EPOCHS_KEPT = 4;

  /** A plaintext has at most so many bytes. */
  public static final int PLAINTEXT_BYTES_MAX = 64 * 1024;

  private final MlsGroupId name;
  private final SecureRandom random;
  private final Deque<Epoch> epochs = new ArrayDeque<>();
  private final OwnMessages own = new OwnMessages();
  private @Nullable Pending pending;
  private boolean removed;

  /** A change that is on its way to the service, and the epoch that it would begin. */
  private record Pending(Change change, OutgoingCommit commit, Group next) {}

  MlsGroup(MlsGroupId name, Group group, SecureRandom random) {
    this.name = name;
    this.random = random;
    epochs.addFirst(new Epoch(group));
  }

  /** Which group of which chat. */
  public MlsGroupId name() {
    return name;
  }

  /** The epoch that messages are sealed in now. */
  public long epoch() {
    return Bouncy.call("tell the epoch", () -> current().number());
  }

  /** Who is in it. */
  public List<MlsIdentity> members() {
    return Bouncy.call("tell the members", () -> current().roster().identities());
  }

  /** Whether this member was removed. */
  public boolean isRemoved() {
    return Bouncy.call("tell the state", () -> removed);
  }

  /** What all members of an epoch share, and nobody else knows (RFC 9420, section 8.7). */
  public byte[] epochAuthenticator() {
    return Bouncy.call(
        "tell the authenticator", () -> current().group().getEpochAuthenticator().clone());
  }

  /** Sixty digits that are the same for all members who are in the same epoch of the same group. */
  public String epochNumber() {
    return SafetyNumber.ofEpoch(epochAuthenticator());
  }

  /** The digits to compare with another user, who sees the same ones. */
  public String safetyNumber(UserId other) {
    return Bouncy.call(
        "make a safety number",
        () -> SafetyNumber.of(half(current().roster(), other), half(current().roster(), self())));
  }

  private UserId self() {
    return ownLeaf().who().user();
  }

  private Roster.Leaf ownLeaf() {
    return current().roster().at(current().ownLeaf()).orElseThrow();
  }

  private static String half(Roster roster, UserId user) {
    var keys =
        roster.leaves().stream()
            .filter(l -> l.who().user().equals(user))
            .map(Roster.Leaf::signatureKey)
            .toList();
    if (keys.isEmpty()) {
      throw new MlsException(user + " is no member");
    }
    return SafetyNumber.half(user, keys);
  }

  /**
   * Makes the commit of a change. While one is on its way there is no second.
   *
   * @throws MlsException where the change is none, such as removing who is no member, or where one
   *     is on its way
   */
  public Prepared prepare(Change change) {
    return Bouncy.call("commit", () -> prepareAlone(change));
  }

  private Prepared prepareAlone(Change change) throws Exception {
    requireMember();
    if (pending != null) {
      throw new MlsException("a commit of this member is on its way");
    }
    var refusal = refusal(change);
    if (refusal.isPresent()) {
      return new Prepared.NeedsNewGroup(refusal.get());
    }
    var proposals = Commits.proposals(change, current().roster());
    var made = Commits.commit(current().group(), proposals, random);
    if (!made.next().getTree().verifyParentHash()) {
      return new Prepared.NeedsNewGroup("the tree would have a parent hash that nobody accepts");
    }
    var outgoing = outgoing(change, made);
    pending = new Pending(change, outgoing, made.next());
    return new Prepared.Ready(outgoing);
  }

  private Optional<String> refusal(Change change) {
    return switch (change) {
      case Change.Add _ -> Optional.empty();
      case Change.Remove(var gone) -> {
        if (gone.contains(ownLeaf().who())) {
          throw new MlsException("a member can't remove itself: another one does");
        }
        yield current().roster().whyNotWithout(gone);
      }
      case Change.Refresh() -> current().roster().whyNotWithout(Set.of());
    };
  }

  private OutgoingCommit outgoing(Change change, Commits.Made made) throws Exception {
    var joiners =
        change instanceof Change.Add(var added)
            ? added.stream().map(Change.Joiner::who).toList()
            : List.<MlsIdentity>of();
    var info = Bouncy.encode(made.next().getGroupInfo(true));
    return new OutgoingCommit(
        name, current().number(), made.commit(), made.welcome(), joiners, info);
  }

  /** Gives up a commit that the service refused for good; one that may have arrived is retried. */
  public void abandon() {
    Bouncy.call(
        "give up a commit",
        () -> {
          pending = null;
          return name;
        });
  }

  /**
   * Handles a commit of the chat's log: to be called with each, in the log's order, from where this
   * member joined.
   *
   * @throws MlsException where it is none that a member of the group made, or one is missing
   *     between: the group is where it was, and if the service took that commit the group is to be
   *     made anew
   */
  public Handled handle(byte[] commit) {
    return Bouncy.call("handle a commit", () -> handleAlone(commit));
  }

  private Handled handleAlone(byte[] message) throws Exception {
    var commit = Frame.ofCommit(message);
    if (!commit.group().chat().equals(name.chat())) {
      throw new MlsException("the commit is of another chat");
    }
    if (commit.group().generation() > name.generation()) {
      return new Handled.Replaced(commit.group().generation());
    }
    if (commit.group().generation() < name.generation() || commit.epoch() < current().number()) {
      return new Handled.Past();
    }
    if (removed) {
      return new Handled.Removed();
    }
    if (commit.epoch() > current().number()) {
      throw new MlsException(
          "epoch %d is over before %d is".formatted(commit.epoch(), current().number()));
    }
    return isOwn(message) ? applyOwn() : applyOther(message, commit);
  }

  private boolean isOwn(byte[] message) {
    return pending != null && Arrays.equals(pending.commit().commit(), message);
  }

  private Handled applyOwn() {
    var applied = Objects.requireNonNull(pending);
    pending = null;
    return advance(applied.next(), true, Optional.empty());
  }

  private Handled applyOther(byte[] message, Frame.Public commit) throws Exception {
    Commits.checkMembers(commit, current().roster());
    if (Commits.removed(commit.content().getCommit()).contains(current().ownLeaf())) {
      Commits.verify(current().group(), message, commit);
      removed = true;
      pending = null;
      return new Handled.Removed();
    }
    var next = current().group().handle(message, null);
    var lost = Optional.ofNullable(pending).map(Pending::change);
    pending = null;
    return advance(next, false, lost);
  }

  private Handled advance(Group next, boolean own, Optional<Change> lost) {
    var before = current().roster();
    epochs.addFirst(new Epoch(next));
    if (epochs.size() > EPOCHS_KEPT) {
      epochs.removeLast();
    }
    var after = current().roster();
    return new Handled.Advanced(
        current().number(), after.without(before), before.without(after), own, lost);
  }

  /** Encrypts something to say, for those who are members now. */
  public byte[] encrypt(byte[] plaintext) {
    return Bouncy.call(
        "encrypt",
        () -> {
          requireMember();
          if (plaintext.length > PLAINTEXT_BYTES_MAX) {
            throw new MlsException(plaintext.length + " bytes are too many for a message");
          }
          var sealed = current().seal(associated(), plaintext);
          own.remember(sealed, plaintext);
          return sealed;
        });
  }

  /**
   * Decrypts what somebody said, once: the key goes with it. What this member said itself is not
   * decrypted, which MLS can't, but remembered, the newest few hundred.
   */
  public Opened decrypt(byte[] message) {
    return Bouncy.call("decrypt", () -> decryptAlone(message));
  }

  private Opened decryptAlone(byte[] message) throws Exception {
    var said = own.recall(message);
    if (said.isPresent()) {
      return new Opened(ownLeaf().who(), said.get());
    }
    var frame = Frame.ofMessage(message);
    if (!frame.group().equals(name)) {
      throw new MlsException("the message is of another group");
    }
    var epoch =
        epochs.stream()
            .filter(e -> e.number() == frame.epoch())
            .findFirst()
            .orElseThrow(() -> new MlsException("no keys of epoch " + frame.epoch() + " are held"));
    return epoch.open(associated(), message, frame);
  }

  /** The chat's id goes with each message, so that it is read in no other chat. */
  private byte[] associated() {
    return associated(name.chat());
  }

  private static byte[] associated(ChatId chat) {
    return ByteBuffer.allocate(16)
        .putLong(chat.value().getMostSignificantBits())
        .putLong(chat.value().getLeastSignificantBits())
        .array();
  }

  private Epoch current() {
    return epochs.getFirst();
  }

  private void requireMember() {
    if (removed) {
      throw new MlsException("this member was removed");
    }
  }
}
