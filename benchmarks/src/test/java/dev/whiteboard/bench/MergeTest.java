package dev.whiteboard.bench;

import static dev.whiteboard.bench.result.Documents.MACHINE;
import static dev.whiteboard.bench.result.Documents.figure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.bench.result.Documents;
import dev.whiteboard.bench.result.Missing;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.bench.result.ResultDocument;
import dev.whiteboard.bench.result.ResultDocument.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MergeTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:00:00Z");

  private final Merge merge = new Merge(new Origin(AT, "abc1234", true, MACHINE));

  @TempDir private Path folder;

  @Test
  void document_hasWhatAllFound() {
    merge.add(found("ring", 1_000, 7));
    merge.add(found("cache", 1_000, 9));
    var document = merge.document(true);
    assertThat(document.figures())
        .extracting(each -> each.bench())
        .containsExactly("ring", "cache");
    assertThat(document.curves()).hasSize(2);
    assertThat(document.missing()).hasSize(2);
    assertThat(document.quick()).isTrue();
    assertThat(document.finished()).isTrue();
    assertThat(merge.failed()).isEmpty();
  }

  @Test
  void document_ofOneThatFailed_namesItAndKeepsTheOthers() {
    merge.add(new Merge.Part("purge", Duration.ofSeconds(3), Optional.empty(), "no Kafka"));
    merge.add(found("ring", 1_000, 7));
    assertThat(merge.failed()).containsExactly("purge");
    assertThat(merge.document(true).figures()).hasSize(1);
    assertThat(merge.document(true).missing())
        .contains(new Missing("purge", "purge", "it failed: no Kafka"));
  }

  @Test
  void document_scoreOfTheMachine_isTheMedian() {
    merge.add(found("ring", 700, 7));
    merge.add(found("cache", 900, 9));
    assertThat(merge.document(false).machine().calibration()).isEqualTo(900);
  }

  @Test
  void document_writtenAndRead_tellsHowLongPartsTook() throws Exception {
    merge.add(found("ring", 1_000, 7));
    merge.add(new Merge.Part("purge", Duration.ofSeconds(3), Optional.empty(), "no Kafka"));
    var read = ResultDocument.read(merge.document(false).write(folder));
    assertThat(read.finished()).isFalse();
    assertThat(Merge.time(read, "ring")).contains(Duration.ofSeconds(7));
    assertThat(Merge.time(read, "purge")).isEmpty();
    assertThat(Merge.time(read, "cache")).isEmpty();
  }

  private static Merge.Part found(String bench, double score, int seconds) {
    var quantity = Quantity.of(bench).getFirst();
    var document = Documents.of(bench, MACHINE.calibrated(score), figure(quantity, 10, 9, 11));
    return new Merge.Part(bench, Duration.ofSeconds(seconds), Optional.of(document), "");
  }
}
