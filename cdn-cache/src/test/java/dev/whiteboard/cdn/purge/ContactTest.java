package dev.whiteboard.cdn.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ContactTest {
  private final Contact contact = new Contact(Duration.ofNanos(100), 0);

  @Test
  void isCurrent_neverHeard_isNot() {
    assertThat(contact.isCurrent(0)).isFalse();
  }

  @Test
  void isCurrent_heardOfNothingNew_isForAWhile() {
    contact.heard(5, 1_000, 5);

    assertThat(contact.isCurrent(1_100)).isTrue();
    assertThat(contact.isCurrent(1_101)).isFalse();
  }

  @Test
  void isCurrent_heardOfMore_isOnceThatIsApplied() {
    contact.heard(7, 1_000, 5);
    assertThat(contact.isCurrent(1_010)).isFalse();

    contact.advanced(6);
    assertThat(contact.isCurrent(1_010)).isFalse();

    contact.advanced(7);
    assertThat(contact.isCurrent(1_010)).isTrue();
  }

  @Test
  void doubt_whatWasSureBefore_countsNoMore() {
    contact.heard(5, 1_000, 5);
    contact.doubt(1_010);

    assertThat(contact.isCurrent(1_020)).isFalse();
    assertThat(contact.isDoubted()).isTrue();
    contact.heard(5, 1_005, 5);
    assertThat(contact.isCurrent(1_020)).isFalse();
    contact.heard(5, 1_015, 5);
    assertThat(contact.isCurrent(1_020)).isTrue();
  }

  @Test
  void heard_olderThanKnown_changesNothing() {
    contact.heard(5, 1_000, 5);
    contact.heard(5, 900, 5);

    assertThat(contact.isCurrent(1_100)).isTrue();
  }
}
