package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far this device is in one encrypted chat: in its log, and in its group. */
final class SealedChat {
  private static final int NO_GENERATION = -1;

  private final ChatId id;

  /** One change of the group at a time. */
  private final ReentrantLock changes = new ReentrantLock();

  private final Set<UserId> left = new HashSet<>();
  private @Nullable MlsGroup group;
  private @Nullable Entering entering;
  private long seq;

  /** A commit by which this device would come in, and the group that it would be in. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  private record Entering(byte[] commit, Supplier<MlsGroup> group) {}

  SealedChat(ChatId id) {
    this.id = id;
  }

  ChatId id() {
    return id;
  }

  ReentrantLock changes() {
    return changes;
  }

  synchronized Optional<MlsGroup> group() {
    return Optional.ofNullable(group);
  }

  synchronized int generation() {
    return group == null ? NO_GENERATION : group.name().generation();
  }

  synchronized void joined(MlsGroup one) {
    group = one;
    entering = null;
  }

  synchronized void leave() {
    group = null;
  }

  synchronized void entering(byte[] commit, Supplier<MlsGroup> would) {
    entering = new Entering(commit, would);
  }

  /** Whether a commit of the log is the one by which this device comes in. */
  synchronized boolean enteredBy(byte[] commit) {
    var candidate = entering;
    if (candidate == null || !Arrays.equals(candidate.commit, commit)) {
      return false;
    }
    joined(candidate.group.get());
    return true;
  }

  synchronized void membersChanged(Kind kind, Collection<UserId> users) {
    if (kind == Kind.REMOVED) {
      left.addAll(users);
    } else {
      users.forEach(left::remove);
    }
  }

  /** Who is in the chat no more. */
  synchronized Set<UserId> left() {
    return Set.copyOf(left);
  }

  /** The log was worked through up to here. */
  synchronized void reached(long upto) {
    seq = Math.max(seq, upto);
    notifyAll();
  }

  /** Waits until the log was worked through up to a place. */
  synchronized boolean awaitReached(long wanted, Duration max) {
    var until = System.nanoTime() + max.toNanos();
    try {
      while (seq < wanted) {
        var leftMs = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (leftMs <= 0) {
          return false;
        }
        wait(leftMs);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
