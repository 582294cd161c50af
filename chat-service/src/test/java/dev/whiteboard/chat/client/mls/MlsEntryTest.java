package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.bytes;
import static dev.whiteboard.chat.client.mls.People.group;
import static dev.whiteboard.chat.client.mls.People.identity;
import static dev.whiteboard.chat.client.mls.People.member;
import static dev.whiteboard.chat.client.mls.People.ready;
import static dev.whiteboard.chat.client.mls.People.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.protocol.Group;
import org.junit.jupiter.api.Test;

/** A device that lost its state comes in again, and nobody comes in any other way. */
class MlsEntryTest {
  @Test
  void enter_afterARestart_putsTheOldOneOut_andIsIn() {
    var groups = group(3);
    var info = refreshed(groups).groupInfo();
    var entry = member(identity(1, 1)).enter(info);
    var commit = entry.commit().commit();

    assertThat(groups.get(0).handle(commit))
        .isInstanceOfSatisfying(
            Handled.Advanced.class,
            advanced -> {
              assertThat(advanced.added()).containsExactly(identity(1, 1));
              assertThat(advanced.removed()).containsExactly(identity(1, 1));
            });
    groups.get(2).handle(commit);
    assertThat(groups.get(1).handle(commit)).isInstanceOf(Handled.Removed.class);

    var back = entry.entered(commit).orElseThrow();
    assertThat(back.epochAuthenticator()).isEqualTo(groups.get(0).epochAuthenticator());
    assertThat(text(back.decrypt(groups.get(2).encrypt(bytes("back?"))))).isEqualTo("back?");
    assertThat(text(groups.get(2).decrypt(back.encrypt(bytes("yes"))))).isEqualTo("yes");
  }

  @Test
  void enter_byAnotherDevice_isOneMoreMember() {
    var groups = group(2);
    var entry = member(identity(1, 7)).enter(refreshed(groups).groupInfo());
    groups.forEach(group -> group.handle(entry.commit().commit()));

    assertThat(groups.getFirst().members())
        .containsExactly(identity(0, 0), identity(1, 1), identity(1, 7));
    assertThat(groups.getFirst().safetyNumber(identity(1, 1).user()))
        .isEqualTo(groups.getLast().safetyNumber(identity(0, 0).user()));
  }

  @Test
  void entered_whenAnotherCommitWasFirst_isNot() {
    var groups = group(2);
    var entry = member(identity(1, 7)).enter(refreshed(groups).groupInfo());
    var other = ready(groups.getFirst().prepare(new Change.Refresh()));

    assertThat(entry.entered(other.commit())).isEmpty();
  }

  @Test
  void enter_withADescriptionThatWasChanged_isRefused() {
    var info = refreshed(group(2)).groupInfo();
    for (var at : List.of(5, info.length / 2, info.length - 1)) {
      var changed = info.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> member(4).enter(changed)).isInstanceOf(MlsException.class);
    }
  }

  @Test
  void handle_ofAnEntryThatPutsSomebodyElseOut_isRefused() throws Exception {
    var groups = group(3);
    var info = refreshed(groups).groupInfo();
    var commit = entryThatRemoves(new LeafIndex(2), info);

    assertThatThrownBy(() -> groups.getFirst().handle(commit))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("puts somebody else out");
    assertThatThrownBy(() -> groups.getLast().handle(commit)).isInstanceOf(MlsException.class);
    assertThat(groups.getLast().isRemoved()).isFalse();
  }

  private static byte[] entryThatRemoves(LeafIndex victim, byte[] info) throws Exception {
    var read = Bouncy.decode(info, WireFormat.mls_group_info).groupInfo;
    var signature = Bouncy.SUITE.generateSignatureKeyPair();
    var clock = java.time.InstantSource.system();
    var own = new KeyPackages(identity(1, 9), signature, clock, 1).fresh();
    var entered =
        Group.externalJoin(
            Commits.secret(new SecureRandom()),
            signature,
            own.keyPackage(),
            read,
            null,
            Commits.inTheClear(),
            victim,
            new HashMap<>());
    return Bouncy.encode(entered.message);
  }

  private static OutgoingCommit refreshed(List<MlsGroup> groups) {
    var commit = ready(groups.getFirst().prepare(new Change.Refresh()));
    groups.forEach(group -> group.handle(commit.commit()));
    return commit;
  }
}
