package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.bytes;
import static dev.whiteboard.chat.client.mls.People.identity;
import static dev.whiteboard.chat.client.mls.People.joiner;
import static dev.whiteboard.chat.client.mls.People.member;
import static dev.whiteboard.chat.client.mls.People.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever members do, at once and in whatever order the service puts it: they agree on the epoch's
 * keys, read all that is said while they are in, and nothing once they are out.
 */
class MlsAgreementTest {
  private static final int STEPS = 20;
  private static final int MEMBERS_MAX = 9;

  @Property(tries = 8)
  void whateverMembersDo_theyAgree_andReadWhatIsTheirs(@ForAll long seed) {
    var world = new World(new Random(seed));
    for (var i = 0; i < STEPS; i++) {
      world.step();
      world.check();
    }
  }

  /** A chat, what the service ordered of it, and who is in it. */
  private static final class World {
    private final Random random;
    private final Map<Integer, MlsGroup> in = new HashMap<>();
    private final List<MlsGroup> out = new ArrayList<>();
    private final Set<Integer> used = new HashSet<>();

    World(Random random) {
      this.random = random;
      var groups = People.group(3);
      for (var i = 0; i < 3; i++) {
        in.put(i, groups.get(i));
        used.add(i);
      }
    }

    void step() {
      switch (random.nextInt(5)) {
        case 0 -> race();
        case 1 -> enter();
        default -> commitOf(anyone());
      }
      talk();
    }

    private MlsGroup place(int who) {
      return Objects.requireNonNull(in.get(who));
    }

    private int anyone() {
      var ids = List.copyOf(in.keySet());
      return ids.get(random.nextInt(ids.size()));
    }

    private record Attempt(OutgoingCommit commit, Map<Integer, MlsMember> joiners) {}

    private void commitOf(int who) {
      attempt(who).ifPresent(this::order);
    }

    /** Two make a commit of one epoch; the service takes one, the other drops its own. */
    private void race() {
      var first = anyone();
      var second = anyone();
      var winner = attempt(first);
      if (second != first) {
        attempt(second);
      }
      winner.ifPresentOrElse(this::order, () -> place(second).abandon());
      assertThatNothingIsOnItsWay();
    }

    private void assertThatNothingIsOnItsWay() {
      in.values().forEach(MlsGroup::abandon);
    }

    private Optional<Attempt> attempt(int who) {
      var joiners = new HashMap<Integer, MlsMember>();
      var change = change(who, joiners);
      return place(who).prepare(change) instanceof Prepared.Ready(var commit)
          ? Optional.of(new Attempt(commit, joiners))
          : Optional.empty();
    }

    private Change change(int who, Map<Integer, MlsMember> joiners) {
      var kind = random.nextInt(3);
      if (kind == 0 && in.size() < MEMBERS_MAX) {
        var id = newId();
        joiners.put(id, member(id));
        return new Change.Add(List.of(joiner(joiners.get(id))));
      }
      var others = in.keySet().stream().filter(id -> id != who).sorted().toList();
      if (kind == 1 && others.size() > 1) {
        var gone = others.get(random.nextInt(others.size()));
        return new Change.Remove(Set.of(identity(gone, gone)));
      }
      return new Change.Refresh();
    }

    private int newId() {
      var id = used.size();
      used.add(id);
      return id;
    }

    private void order(Attempt attempt) {
      deliver(attempt.commit.commit());
      attempt.joiners.forEach((id, member) -> in.put(id, member.join(attempt.commit.welcome())));
    }

    private void deliver(byte[] commit) {
      for (var id : List.copyOf(in.keySet())) {
        if (place(id).handle(commit) instanceof Handled.Removed) {
          out.add(in.remove(id));
        }
      }
    }

    /** Somebody lost his state and comes in again. */
    private void enter() {
      var who = anyone();
      var by = in.keySet().stream().filter(id -> id != who).findAny();
      var info =
          by.map(id -> place(id).prepare(new Change.Refresh()))
              .filter(Prepared.Ready.class::isInstance)
              .map(ready -> ((Prepared.Ready) ready).commit());
      if (info.isPresent()) {
        deliver(info.get().commit());
        var entry = member(who).enter(info.get().groupInfo());
        deliver(entry.commit().commit());
        in.put(who, entry.entered(entry.commit().commit()).orElseThrow());
      }
    }

    private void talk() {
      var from = anyone();
      var said = "said by " + from;
      var message = place(from).encrypt(bytes(said));
      in.values()
          .forEach(reader -> {
            var opened = reader.decrypt(message);
            assertThat(text(opened)).isEqualTo(said);
            assertThat(opened.from()).isEqualTo(identity(from, from));
          });
      out.forEach(reader ->
          assertThatThrownBy(() -> reader.decrypt(message)).isInstanceOf(MlsException.class));
    }

    void check() {
      var some = in.values().iterator().next();
      assertThat(in.values())
          .allSatisfy(group -> {
            assertThat(group.epochAuthenticator()).isEqualTo(some.epochAuthenticator());
            assertThat(group.members()).isEqualTo(some.members()).hasSize(in.size());
          });
    }
  }
}
