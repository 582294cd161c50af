package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsIdentity;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a commit is to do. It is kept apart from the commit, so that it can be done again on top of
 * whichever commit was first.
 */
public sealed interface Change {
  /**
   * New members.
   *
   * @param joiners who, each with a key package that is used up by it
   */
  record Add(List<Joiner> joiners) implements Change {
    public Add {
      joiners = List.copyOf(joiners);
    }
  }

  /**
   * Members go, and can read nothing that is said from then on.
   *
   * @param gone who
   */
  record Remove(Set<MlsIdentity> gone) implements Change {
    public Remove {
      gone = Set.copyOf(gone);
    }
  }

  /** New keys for this member: who stole the old ones reads nothing from then on. */
  record Refresh() implements Change {}

  /**
   * Somebody to add.
   *
   * @param who whom the key package must name
   * @param keyPackage as he made it
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Joiner(MlsIdentity who, byte[] keyPackage) {}

  /** What of it is still to do where these are members; empty where nothing is. */
  default Optional<Change> rebased(Collection<MlsIdentity> members) {
    return switch (this) {
      case Add(var joiners) -> {
        var left = joiners.stream().filter(j -> !members.contains(j.who())).toList();
        yield left.isEmpty() ? Optional.empty() : Optional.of(new Add(left));
      }
      case Remove(var gone) -> {
        var left = new HashSet<>(gone);
        left.retainAll(members);
        yield left.isEmpty() ? Optional.empty() : Optional.of(new Remove(left));
      }
      case Refresh() -> Optional.of(this);
    };
  }
}
