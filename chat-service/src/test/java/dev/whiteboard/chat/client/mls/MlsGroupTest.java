package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.bytes;
import static dev.whiteboard.chat.client.mls.People.group;
import static dev.whiteboard.chat.client.mls.People.identity;
import static dev.whiteboard.chat.client.mls.People.joiner;
import static dev.whiteboard.chat.client.mls.People.member;
import static dev.whiteboard.chat.client.mls.People.ready;
import static dev.whiteboard.chat.client.mls.People.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsGroupId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.protocol.Group;
import org.junit.jupiter.api.Test;

class MlsGroupTest {
  @Test
  void encrypt_toAGroup_isReadByEachOther_whoLearnsWhoSaidIt() {
    var groups = group(3);
    var message = groups.get(1).encrypt(bytes("good morning"));

    for (var reader : List.of(groups.get(0), groups.get(2))) {
      var opened = reader.decrypt(message);
      assertThat(text(opened)).isEqualTo("good morning");
      assertThat(opened.from()).isEqualTo(identity(1, 1));
    }
    assertThat(new String(message, StandardCharsets.ISO_8859_1)).doesNotContain("good morning");
  }

  @Test
  void decrypt_ofWhatOneSaidOneself_isRemembered() {
    var groups = group(2);
    var message = groups.getFirst().encrypt(bytes("to be"));

    assertThat(text(groups.getFirst().decrypt(message))).isEqualTo("to be");
    assertThat(text(groups.getFirst().decrypt(message))).isEqualTo("to be");
  }

  @Test
  void decrypt_twice_failsTheSecondTime() {
    var groups = group(2);
    var message = groups.getFirst().encrypt(bytes("once"));
    groups.getLast().decrypt(message);

    assertThatThrownBy(() -> groups.getLast().decrypt(message)).isInstanceOf(MlsException.class);
  }

  @Test
  void decrypt_inAnotherOrder_works() {
    var groups = group(2);
    var first = groups.getFirst().encrypt(bytes("1"));
    var second = groups.getFirst().encrypt(bytes("2"));

    assertThat(text(groups.getLast().decrypt(second))).isEqualTo("2");
    assertThat(text(groups.getLast().decrypt(first))).isEqualTo("1");
  }

  @Test
  void decrypt_changedByOneBit_failsAndHarmsNothing() {
    var groups = group(2);
    var message = groups.getFirst().encrypt(bytes("whole"));
    for (var at : List.of(0, 3, 10, message.length / 2, message.length - 1)) {
      var changed = message.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> groups.getLast().decrypt(changed)).isInstanceOf(MlsException.class);
    }

    assertThat(text(groups.getLast().decrypt(message))).isEqualTo("whole");
  }

  @Test
  void decrypt_ofManySkipped_isBounded() {
    var groups = group(2);
    for (var i = 0; i <= Epoch.SKIPPED_MAX; i++) {
      groups.getFirst().encrypt(bytes("lost"));
    }
    var message = groups.getFirst().encrypt(bytes("late"));

    assertThatThrownBy(() -> groups.getLast().decrypt(message))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("skips too many");
  }

  @Test
  void decrypt_ofAnEpochThatJustEnded_works_ofOneLongGone_fails() {
    var groups = group(2);
    var late = groups.getFirst().encrypt(bytes("late"));
    var tooLate = groups.getFirst().encrypt(bytes("too late"));
    refresh(groups, 1);
    assertThat(text(groups.getLast().decrypt(late))).isEqualTo("late");

    for (var i = 0; i < 4; i++) {
      refresh(groups, i % 2);
    }
    assertThatThrownBy(() -> groups.getLast().decrypt(tooLate))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("no keys of epoch 1");
  }

  @Test
  void decrypt_inAnotherChat_fails() {
    var other = new MlsGroupId(new ChatId(new UUID(1, 2)), 0);
    var message = group(2).getFirst().encrypt(bytes("for them"));
    var elsewhere = group(other, List.of(member(0), member(1)));

    assertThatThrownBy(() -> elsewhere.getLast().decrypt(message))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("another group");
  }

  @Test
  void encrypt_tooMuch_isRefused() {
    var group = group(2).getFirst();
    assertThatThrownBy(() -> group.encrypt(new byte[MlsGroup.PLAINTEXT_BYTES_MAX + 1]))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void encrypt_ofTextsAlmostAsLong_hasOneLength() {
    var group = group(2).getFirst();
    assertThat(group.encrypt(bytes("yes"))).hasSameSizeAs(group.encrypt(bytes("certainly not")));
  }

  @Test
  void prepare_changesNothing_untilItComesBack() {
    var groups = group(2);
    var before = groups.getFirst().epochAuthenticator();
    var commit = ready(groups.getFirst().prepare(new Change.Refresh()));

    assertThat(groups.getFirst().epochAuthenticator()).isEqualTo(before);
    assertThat(groups.getFirst().handle(commit.commit()))
        .isEqualTo(new Handled.Advanced(2, List.of(), List.of(), true, Optional.empty()));
    groups.getLast().handle(commit.commit());
    assertThat(groups.getLast().epochAuthenticator())
        .isEqualTo(groups.getFirst().epochAuthenticator())
        .isNotEqualTo(before);
  }

  @Test
  void prepare_whileOneIsOnItsWay_isRefused_untilGivenUp() {
    var group = group(2).getFirst();
    group.prepare(new Change.Refresh());

    assertThatThrownBy(() -> group.prepare(new Change.Refresh())).isInstanceOf(MlsException.class);
    group.abandon();
    assertThat(group.prepare(new Change.Refresh())).isInstanceOf(Prepared.Ready.class);
  }

  @Test
  void handle_ofAnothersCommit_whileOneIsOnItsWay_tellsWhatIsToBeDoneAgain() {
    var groups = group(3);
    var newcomer = member(3);
    var mine = new Change.Add(List.of(joiner(newcomer)));
    groups.get(0).prepare(mine);
    var winner = ready(groups.get(1).prepare(new Change.Refresh()));

    groups.forEach(group -> {
      if (group.handle(winner.commit()) instanceof Handled.Advanced advanced
          && group == groups.getFirst()) {
        assertThat(advanced.lost()).contains(mine);
      }
    });

    var again = mine.rebased(groups.getFirst().members()).orElseThrow();
    var commit = ready(groups.getFirst().prepare(again));
    groups.forEach(group -> group.handle(commit.commit()));
    assertThat(newcomer.join(commit.welcome()).epochAuthenticator())
        .isEqualTo(groups.get(2).epochAuthenticator());
  }

  @Test
  void rebased_ofWhatWasDoneAlready_isNothing() {
    var add = new Change.Add(List.of(joiner(member(5))));
    assertThat(add.rebased(Set.of(identity(5, 5)))).isEmpty();
    var remove = new Change.Remove(Set.of(identity(1, 1), identity(2, 2)));
    assertThat(remove.rebased(Set.of(identity(2, 2))))
        .contains(new Change.Remove(Set.of(identity(2, 2))));
    assertThat(remove.rebased(Set.of())).isEmpty();
  }

  @Test
  void handle_ofACommitTwice_isPast() {
    var groups = group(2);
    var commit = ready(groups.getFirst().prepare(new Change.Refresh())).commit();
    groups.getLast().handle(commit);

    assertThat(groups.getLast().handle(commit)).isInstanceOf(Handled.Past.class);
  }

  @Test
  void handle_withOneMissingBetween_fails_andGoesOnFromThere() {
    var groups = group(2);
    var first = ready(groups.getFirst().prepare(new Change.Refresh())).commit();
    groups.getFirst().handle(first);
    var second = ready(groups.getFirst().prepare(new Change.Refresh())).commit();

    assertThatThrownBy(() -> groups.getLast().handle(second)).isInstanceOf(MlsException.class);
    groups.getLast().handle(first);
    assertThat(groups.getLast().handle(second)).isInstanceOf(Handled.Advanced.class);
  }

  @Test
  void handle_ofGarbageAndForgery_failsAndHarmsNothing() {
    var groups = group(2);
    var commit = ready(groups.getFirst().prepare(new Change.Refresh())).commit();
    var forged = commit.clone();
    forged[forged.length - 1] ^= 1;

    for (var bad : List.of(forged, new byte[0], new byte[100], bytes("commit"))) {
      assertThatThrownBy(() -> groups.getLast().handle(bad)).isInstanceOf(MlsException.class);
    }
    assertThat(groups.getLast().handle(commit)).isInstanceOf(Handled.Advanced.class);
  }

  @Test
  void handle_ofALengthThatIsAbsurd_fails() {
    var group = group(2).getFirst();
    // MLS 1.0, a public message, its group's name said to have 2^30 - 1 bytes.
    byte[] absurd = {0, 1, 0, 1, (byte) 0xbf, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0};

    assertThatThrownBy(() -> group.handle(absurd)).isInstanceOf(MlsException.class);
  }

  @Test
  void handle_byTheRemoved_says_thatItIsOut_andItReadsNoMore() {
    var groups = group(4);
    var commit = ready(groups.getFirst().prepare(new Change.Remove(Set.of(identity(3, 3)))));
    for (var staying : groups.subList(0, 3)) {
      assertThat(staying.handle(commit.commit()))
          .isInstanceOfSatisfying(
              Handled.Advanced.class,
              advanced -> assertThat(advanced.removed()).containsExactly(identity(3, 3)));
    }

    var out = groups.getLast();
    assertThat(out.handle(commit.commit())).isInstanceOf(Handled.Removed.class);
    assertThat(out.isRemoved()).isTrue();
    var secret = groups.getFirst().encrypt(bytes("without you"));
    assertThatThrownBy(() -> out.decrypt(secret)).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> out.encrypt(bytes("hello?"))).isInstanceOf(MlsException.class);
    assertThat(text(groups.get(1).decrypt(secret))).isEqualTo("without you");
  }

  @Test
  void handle_ofARemovalThatNoMemberSigned_removesNobody() {
    var groups = group(4);
    var commit =
        ready(groups.getFirst().prepare(new Change.Remove(Set.of(identity(3, 3))))).commit();
    commit[commit.length - 40] ^= 1;

    assertThatThrownBy(() -> groups.getLast().handle(commit)).isInstanceOf(MlsException.class);
    assertThat(groups.getLast().isRemoved()).isFalse();
  }

  @Test
  void handle_ofTheNextGeneration_isReplaced() {
    var groups = group(2);
    var anew = group(groups.getFirst().name().next(), List.of(member(0), member(1)));
    var commit = ready(anew.getFirst().prepare(new Change.Refresh())).commit();

    assertThat(groups.getLast().handle(commit)).isEqualTo(new Handled.Replaced(1));
  }

  @Test
  void prepare_withAKeyPackageOfSomebodyElse_isRefused() {
    var group = group(2).getFirst();
    var swapped = new Change.Joiner(identity(7, 7), member(8).keyPackage());

    assertThatThrownBy(() -> group.prepare(new Change.Add(List.of(swapped))))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("not of " + identity(7, 7));
  }

  @Test
  void prepare_withAMember_isRefused() {
    var group = group(2).getFirst();
    assertThatThrownBy(() -> group.prepare(new Change.Add(List.of(joiner(member(1))))))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> group.prepare(new Change.Remove(Set.of(identity(0, 0)))))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> group.prepare(new Change.Remove(Set.of(identity(9, 9)))))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void join_withTheLastResortPackage_worksTwice_withAnOther_once() {
    var late = member(9);
    var lastResort = late.lastResortKeyPackage();
    var once = late.keyPackage();

    assertThat(joined(late, lastResort, 1).members()).contains(late.identity());
    assertThat(joined(late, lastResort, 2).members()).contains(late.identity());
    assertThat(joined(late, once, 3).members()).contains(late.identity());
    assertThatThrownBy(() -> joined(late, once, 4)).isInstanceOf(MlsException.class);
  }

  private static MlsGroup joined(MlsMember late, byte[] keyPackage, int generation) {
    var group = member(0).create(new MlsGroupId(People.CHAT, generation));
    var change = new Change.Add(List.of(new Change.Joiner(late.identity(), keyPackage)));
    return late.join(ready(group.prepare(change)).welcome());
  }

  @Test
  void handle_ofACommitThatAddsAMemberAgain_isRefused() throws Exception {
    var raw = RawGroups.of(3);
    var twin = Proposal.add(RawGroups.packages(1).fresh().keyPackage());
    var made = Commits.commit(raw.getFirst(), List.of(twin), RawGroups.RANDOM);

    assertThatThrownBy(() -> RawGroups.wrapped(raw.getLast()).handle(made.commit()))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("is a member already");
  }

  @Test
  void join_underKeysThatTheWelcomeDoesNotBring_isRefused_ratherThanWithWrongOnes()
      throws Exception {
    var refreshed = Commits.commit(RawGroups.of(3).getFirst(), List.of(), RawGroups.RANDOM).next();
    var late = member(3);
    var given = Bouncy.decode(late.keyPackage(), WireFormat.mls_key_package).keyPackage;
    var withoutPath =
        new Group.CommitOptions(new ArrayList<>(List.of(Proposal.add(given))), true, false, null);
    var made =
        refreshed.commit(
            Commits.secret(RawGroups.RANDOM),
            withoutPath,
            Commits.inTheClear(),
            new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
    var welcome = new MLSMessage(WireFormat.mls_welcome);
    welcome.welcome = made.message.welcome;
    var bytes = Bouncy.encode(welcome);

    assertThatThrownBy(() -> late.join(bytes))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("enter instead");
  }

  @Test
  void join_ofAGroupWithAPlaceThatItsOwnerDidNotSign_isRefused() throws Exception {
    var creator = RawGroups.packages(0).fresh();
    var bytes = MLSOutputStream.encode(creator.node());
    bytes[bytes.length - 1] ^= 1;
    var unsigned = (LeafNode) MLSInputStream.decode(bytes, LeafNode.class);

    assertJoinRefused(RawGroups.solo(creator, unsigned), "did not sign his place");
  }

  @Test
  void join_ofAGroupWithSomebodyInItTwice_isRefused() throws Exception {
    var twin = Proposal.add(RawGroups.packages(1).fresh().keyPackage());
    var raw = RawGroups.of(3).getFirst();

    assertJoinRefused(
        Commits.commit(raw, List.of(twin), RawGroups.RANDOM).next(), "is in the group twice");
  }

  private static void assertJoinRefused(Group group, String why) throws Exception {
    var late = member(7);
    var given = Bouncy.decode(late.keyPackage(), WireFormat.mls_key_package).keyPackage;
    var made = Commits.commit(group, List.of(Proposal.add(given)), RawGroups.RANDOM);

    assertThatThrownBy(() -> late.join(made.welcome()))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
    var info = Bouncy.encode(made.next().getGroupInfo(true));
    assertThatThrownBy(() -> member(8).enter(info))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
  }

  @Test
  void join_ofAGroupWhoseMembersHaveRefreshed_handlesTheNextCommit() {
    var groups = new ArrayList<>(group(3));
    refresh(groups, 0);
    refresh(groups, 2);
    var late = member(3);
    var add = ready(groups.get(1).prepare(new Change.Add(List.of(joiner(late)))));
    groups.forEach(group -> group.handle(add.commit()));
    groups.add(late.join(add.welcome()));

    refresh(groups, 2);
    refresh(groups, 3);
    assertThat(groups.get(3).epochAuthenticator()).isEqualTo(groups.get(0).epochAuthenticator());
  }

  @Test
  void join_ofSomebodyElsesWelcome_isRefused() {
    var group = group(2).getFirst();
    var commit = ready(group.prepare(new Change.Add(List.of(joiner(member(2))))));

    assertThatThrownBy(() -> member(3).join(commit.welcome())).isInstanceOf(MlsException.class);
  }

  @Test
  void group_of500_isMadeByOneCommit_ofTheSizeThatTheServiceTakes() {
    var creator = member(0).create(People.GROUP);
    var joiners = new ArrayList<Change.Joiner>();
    var last = member(499);
    for (var i = 1; i < 499; i++) {
      joiners.add(joiner(member(i)));
    }
    joiners.add(joiner(last));

    var commit = ready(creator.prepare(new Change.Add(joiners)));
    creator.handle(commit.commit());
    var joined = last.join(commit.welcome());

    assertThat(joined.epochAuthenticator()).isEqualTo(creator.epochAuthenticator());
    assertThat(commit.commit().length).isBetween(100_000, 192 * 1024);
    assertThat(commit.welcome().length).isBetween(100_000, 256 * 1024);
    assertThat(commit.groupInfo().length).isLessThan(192 * 1024);
  }

  private static void refresh(List<MlsGroup> groups, int by) {
    var commit = ready(groups.get(by).prepare(new Change.Refresh())).commit();
    groups.forEach(group -> group.handle(commit));
  }
}
