package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.GROUP;
import static dev.whiteboard.chat.client.mls.People.group;
import static dev.whiteboard.chat.client.mls.People.identity;
import static dev.whiteboard.chat.client.mls.People.joiner;
import static dev.whiteboard.chat.client.mls.People.member;
import static dev.whiteboard.chat.client.mls.People.ready;
import static dev.whiteboard.chat.client.mls.People.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.MlsIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.protocol.Group;
import org.junit.jupiter.api.Test;

/**
 * What the library gets wrong about removals (bc-java issue 2492), and that we don't walk into it.
 */
class MlsRemovalTest {
  @Test
  void bcJava2492_removalOfTheLastOther_isRefused_ratherThanOutOfBounds() throws Exception {
    var alone = group(2).getFirst();
    var change = new Change.Remove(Set.of(identity(1, 1)));

    assertThat(refusal(alone.prepare(change))).contains("nobody else would be left");
    // The bug is still there: where this fails, the refusal can go.
    assertThatThrownBy(() -> withoutOurCheck(RawGroups.of(2).getFirst(), 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bcJava2492_refreshOfAGroupOfOne_isRefused_ratherThanOutOfBounds() {
    assertThat(refusal(member(0).create(GROUP).prepare(new Change.Refresh())))
        .contains("nobody else would be left");
  }

  @Test
  void bcJava2492_removalOfTheLeftHalf_isRefused_ratherThanATreeThatNobodyJoins() throws Exception {
    var right = group(4).get(2);
    var change = new Change.Remove(Set.of(identity(0, 0), identity(1, 1)));

    assertThat(refusal(right.prepare(change)))
        .contains("nobody would be left in the left half of the tree");
    // The bug is still there: where this fails, the refusal can go.
    assertThat(withoutOurCheck(RawGroups.of(4).get(2), 0, 1).next().getTree().verifyParentHash())
        .isFalse();
  }

  @Test
  void bcJava2492_removalOfTheLeftHalf_isDoneByAGroupMadeAnew() {
    var stale = group(4);
    var anew = group(stale.getFirst().name().next(), List.of(member(2), member(3)));

    var newcomer = member(4);
    var commit = ready(anew.getFirst().prepare(new Change.Add(List.of(joiner(newcomer)))));
    anew.forEach(group -> group.handle(commit.commit()));
    assertThat(newcomer.join(commit.welcome()).epochAuthenticator())
        .isEqualTo(anew.getLast().epochAuthenticator());
    assertThat(stale.getFirst().handle(commit.commit())).isEqualTo(new Handled.Replaced(1));
  }

  @Property(tries = 40)
  void bcJava2492_removalOfAnybody_isRefusedOrLeavesAGroupThatOthersJoin(
      @ForAll @IntRange(min = 2, max = 9) int size,
      @ForAll @IntRange(max = 8) int by,
      @ForAll @LongRange(min = 1, max = 511) long mask) {
    var remover = by % size;
    var gone = gone(size, remover, mask);
    if (gone.isEmpty()) {
      return;
    }
    var groups = group(size);
    var change = new Change.Remove(identities(gone));
    if (groups.get(remover).prepare(change) instanceof Prepared.Ready(var commit)) {
      IntStream.range(0, size)
          .filter(i -> !gone.contains(i))
          .forEach(i -> groups.get(i).handle(commit.commit()));
      var newcomer = member(99);
      var add = new Change.Add(List.of(joiner(newcomer)));
      var joined = newcomer.join(ready(groups.get(remover).prepare(add)).welcome());
      assertThat(joined.members()).hasSize(size - gone.size() + 1);
    }
  }

  private static Set<Integer> gone(int size, int remover, long mask) {
    return IntStream.range(0, size)
        .filter(i -> i != remover && (mask >> i & 1) == 1)
        .boxed()
        .collect(Collectors.toSet());
  }

  private static Set<MlsIdentity> identities(Set<Integer> users) {
    return users.stream().map(i -> identity(i, i)).collect(Collectors.toSet());
  }

  private static Commits.Made withoutOurCheck(Group group, Integer... leaves) throws Exception {
    var removes = Arrays.stream(leaves).map(i -> Proposal.remove(new LeafIndex(i))).toList();
    return Commits.commit(group, removes, RawGroups.RANDOM);
  }
}
