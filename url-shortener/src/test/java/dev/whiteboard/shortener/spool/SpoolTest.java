package dev.whiteboard.shortener.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
  private static final long ROOMY = 64L * 1024 * 1024;

  /** More than a segment holds of these. */
  private static final int LARGE_BYTES = 1_000_000;

  @TempDir private Path folder;

  @Test
  void read_appended_isInOrder_andAgainAfterRewind() throws IOException {
    try (var spool = Spool.open(folder, ROOMY)) {
      append(spool, "a", "b", "c");

      assertThat(readAll(spool)).containsExactly("a", "b", "c");
      spool.rewind();
      assertThat(readAll(spool)).containsExactly("a", "b", "c");
      spool.acknowledge();
      spool.rewind();
      assertThat(readAll(spool)).containsExactly("b", "c");
    }
  }

  @Test
  void acknowledge_all_leavesNoFile() throws IOException {
    try (var spool = Spool.open(folder, ROOMY)) {
      append(spool, "a", "b");
      readAll(spool);
      spool.acknowledge();
      assertThat(spool.isEmpty()).isFalse();
      spool.acknowledge();

      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.bytes()).isZero();
      assertThat(segments()).isEmpty();
      append(spool, "c");
      assertThat(readAll(spool)).containsExactly("c");
    }
  }

  @Test
  void acknowledge_notRead_isRefused() throws IOException {
    try (var spool = Spool.open(folder, ROOMY)) {
      append(spool, "a");

      assertThatThrownBy(spool::acknowledge).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void open_afterAnEarlierProcess_findsWhatWaits_andGoesOnBehindIt() throws IOException {
    try (var spool = Spool.open(folder, ROOMY)) {
      append(spool, "a", "b");
    }

    try (var spool = Spool.open(folder, ROOMY)) {
      assertThat(spool.isEmpty()).isFalse();
      append(spool, "c");
      assertThat(readAll(spool)).containsExactly("a", "b", "c");
    }
  }

  /** A kill -9 in the middle of a write: cut at each byte of the last record. */
  @Test
  void open_tornAnywhere_keepsWholeRecords_andGoesOnBehindThem() throws IOException {
    try (var spool = Spool.open(folder, ROOMY)) {
      append(spool, "first", "second");
    }
    var file = segments().getFirst();
    var whole = Files.readAllBytes(file);
    for (var length = 13; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (var spool = Spool.open(folder, ROOMY)) {
        append(spool, "third");
        assertThat(readAll(spool)).containsExactly("first", "third");
      }
    }
  }

  @Test
  void open_damagedOrZeroed_keepsWhatIsBeforeIt() throws IOException {
    try (var spool = Spool.open(folder, ROOMY)) {
      append(spool, "first", "second");
    }
    var file = segments().getFirst();
    var damaged = Files.readAllBytes(file);
    damaged[damaged.length - 1] ^= 1;
    Files.write(file, damaged);
    Files.write(file, new byte[100], StandardOpenOption.APPEND);

    try (var spool = Spool.open(folder, ROOMY)) {
      assertThat(readAll(spool)).containsExactly("first");
    }
  }

  @Test
  void append_pastItsBound_isRefused_untilThereIsRoom() throws IOException {
    try (var spool = Spool.open(folder, 3 * (8 + 10))) {
      assertThat(spool.append(new byte[10])).isTrue();
      assertThat(spool.append(new byte[10])).isTrue();
      assertThat(spool.append(new byte[10])).isTrue();
      assertThat(spool.append(new byte[10])).isFalse();
      while (spool.read() != null) {
        spool.acknowledge();
      }
      assertThat(spool.append(new byte[10])).isTrue();
    }
  }

  @Test
  void append_moreThanASegment_goesOnInTheNext_andIsDeletedSegmentBySegment() throws IOException {
    try (var spool = Spool.open(folder, ROOMY)) {
      for (var i = 0; i < 20; i++) {
        assertThat(spool.append(large(i))).isTrue();
      }
      assertThat(segments()).hasSize(3);
      for (var i = 0; i < 20; i++) {
        assertThat(spool.read()).isEqualTo(large(i));
        spool.acknowledge();
        if (i == 10) {
          assertThat(segments()).hasSize(2);
        }
      }
      assertThat(spool.isEmpty()).isTrue();
    }
  }

  @Test
  void open_twoOnOneFolder_takeOneEach_andTheNextFindsTheFirst() throws IOException {
    try (var one = Spool.open(folder, ROOMY);
        var other = Spool.open(folder, ROOMY)) {
      append(one, "one");
      append(other, "other");
      assertThat(readAll(other)).containsExactly("other");
    }

    try (var next = Spool.open(folder, ROOMY)) {
      assertThat(readAll(next)).containsExactly("one");
    }
  }

  @Test
  void open_notAFolder_isRefused() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "here");

    assertThatThrownBy(() -> Spool.open(file, ROOMY)).isInstanceOf(IOException.class);
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".clicks")).sorted().toList();
    }
  }

  private static byte[] large(int number) {
    var record = new byte[LARGE_BYTES];
    record[0] = (byte) number;
    return record;
  }

  private static void append(Spool spool, String... records) {
    for (var record : records) {
      assertThat(spool.append(record.getBytes(US_ASCII))).isTrue();
    }
  }

  private static List<String> readAll(Spool spool) {
    var records = new ArrayList<String>();
    for (var record = spool.read(); record != null; record = spool.read()) {
      records.add(new String(record, US_ASCII));
    }
    return records;
  }
}
