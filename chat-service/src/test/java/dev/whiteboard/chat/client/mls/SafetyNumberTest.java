package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.group;
import static dev.whiteboard.chat.client.mls.People.identity;
import static dev.whiteboard.chat.client.mls.People.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafetyNumberTest {
  private static final String SIXTY_DIGITS = "\\d{5}( \\d{5}){11}";

  @Test
  void safetyNumber_isTheSameForBoth_andHasSixtyDigits() {
    var groups = group(2);
    var mine = groups.getFirst().safetyNumber(identity(1, 1).user());

    assertThat(mine)
        .matches(SIXTY_DIGITS)
        .isEqualTo(groups.getLast().safetyNumber(identity(0, 0).user()));
  }

  @Test
  void safetyNumber_withOtherKeys_isAnother() {
    var before = group(2).getFirst().safetyNumber(identity(1, 1).user());
    var between = group(2).getFirst().safetyNumber(identity(1, 1).user());

    assertThat(before).isNotEqualTo(between);
  }

  @Test
  void safetyNumber_doesNotChange_whenOthersComeAndKeysAreRefreshed() {
    var groups = group(3);
    var user = identity(1, 1).user();
    var before = groups.getFirst().safetyNumber(user);
    var commit = People.ready(groups.get(1).prepare(new Change.Refresh())).commit();
    groups.forEach(group -> group.handle(commit));

    assertThat(groups.getFirst().safetyNumber(user)).isEqualTo(before);
  }

  @Test
  void safetyNumber_withWhoIsNoMember_isRefused() {
    var group = group(2).getFirst();
    assertThatThrownBy(() -> group.safetyNumber(identity(5, 5).user()))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void half_ofKnownKeys_isAsTheBrowserHasIt_inWhateverOrder() {
    var low = HexFormat.of().parseHex("01".repeat(32));
    var high = HexFormat.of().parseHex("ff".repeat(32));
    var user = identity(1, 1).user();

    assertThat(SafetyNumber.half(user, List.of(low, high)))
        .isEqualTo(SafetyNumber.half(user, List.of(high, low)))
        .isEqualTo("66576 73963 99852 52327 03683 82146");
  }

  @Test
  void of_twoHalves_isTheSame_whicheverComesFirst() {
    assertThat(SafetyNumber.of("11111", "00000"))
        .isEqualTo(SafetyNumber.of("00000", "11111"))
        .isEqualTo("00000 11111");
  }

  @Test
  void epochNumber_isTheSameForAll_andChangesWithTheEpoch() {
    var groups = group(3);
    var before = groups.getFirst().epochNumber();
    assertThat(groups).allSatisfy(g -> assertThat(g.epochNumber()).isEqualTo(before));
    assertThat(before).matches(SIXTY_DIGITS);

    var commit = People.ready(groups.getFirst().prepare(new Change.Refresh())).commit();
    groups.forEach(group -> group.handle(commit));
    assertThat(groups).allSatisfy(g -> assertThat(g.epochNumber()).isNotEqualTo(before));
  }

  @Test
  void epochNumber_ofAGroupOfTheSamePeopleMadeAnew_isAnother() {
    var people = List.of(member(0), member(1));
    assertThat(group(People.GROUP, people).getFirst().epochNumber())
        .isNotEqualTo(group(People.GROUP.next(), people).getFirst().epochNumber());
  }
}
