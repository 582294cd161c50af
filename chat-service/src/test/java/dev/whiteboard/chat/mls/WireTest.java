package dev.whiteboard.chat.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsGroupId;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the service reads of messages, whatever bytes it is sent. */
class WireTest {
  private static final MlsGroupId GROUP =
      new MlsGroupId(new ChatId(new UUID(0x0193_f2a0_0000_7000L, 0x8000_0000_0000_0001L)), 3);

  /** MLS 1.0, public message, the group, epoch 7, by member 2, nothing authenticated, a commit. */
  private static final byte[] COMMIT =
      HexFormat.of()
          .parseHex(
              "00010001"
                  + "14"
                  + HexFormat.of().formatHex(GROUP.bytes())
                  + "0000000000000007"
                  + "0100000002"
                  + "00"
                  + "03");

  @Test
  void commitHeader_isRead() {
    assertThat(CommitHeader.parse(COMMIT)).contains(new CommitHeader(GROUP, 7));
  }

  @Test
  void commitHeader_ofAnythingElse_isNone() {
    for (var at = 0; at < COMMIT.length; at++) {
      assertThat(CommitHeader.parse(Arrays.copyOf(COMMIT, at))).isEmpty();
    }
    assertThat(CommitHeader.parse(changed(3, 2))).as("a private message").isEmpty();
    assertThat(CommitHeader.parse(changed(COMMIT.length - 1, 1))).as("no commit").isEmpty();
    assertThat(CommitHeader.parse(changed(33, 2))).as("from outside").isEmpty();
    assertThat(CommitHeader.parse(changed(25, 0x80))).as("an epoch below 0").isEmpty();
    assertThat(CommitHeader.parse(changed(21, 0x80))).as("a generation below 0").isEmpty();
  }

  private static byte[] changed(int at, int value) {
    var changed = COMMIT.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Property
  void anyBytes_areReadOrNot_andNothingIsThrown(@ForAll byte[] bytes) {
    assertThat(CommitHeader.parse(bytes)).isEmpty();
    assertThat(KeyPackageHeader.parse(bytes)).isEmpty();
  }

  @Test
  void opaque_lengthsOf1And2And4Bytes_areRead_asTheRfcWritesThem() {
    assertThat(new WireReader(bytes("0161")).opaque()).hasSize(1);
    assertThat(new WireReader(bytes("4001" + "61")).opaque()).hasSize(1);
    assertThat(new WireReader(bytes("80000001" + "61")).opaque()).hasSize(1);
    assertThat(new WireReader(bytes("7b" + "bd" + "00".repeat(15_293))).opaque()).hasSize(15_293);
  }

  @Test
  void opaque_longerThanThere_orOfALengthThatIsNone_ends_andMakesRoomForNothing() {
    for (var bad : new String[] {"", "02", "41", "bfffffff00", "c0", "ff"}) {
      assertThatThrownBy(() -> new WireReader(bytes(bad)).opaque())
          .isInstanceOf(BufferUnderflowException.class);
    }
  }

  @Test
  void groupId_isReadAsItIsWritten() {
    assertThat(MlsGroupId.parse(GROUP.bytes())).contains(GROUP);
    assertThat(MlsGroupId.parse(new byte[19])).isEmpty();
    assertThat(GROUP.next().generation()).isEqualTo(4);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
