package dev.whiteboard.portal.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapacitySheetTest {
  @TempDir Path folder;

  private CapacitySheet sheet() {
    return new CapacitySheet(folder);
  }

  @Test
  void sheet_thatWasNotMade_isNone() throws IOException {
    assertThat(sheet().page()).isEmpty();
    assertThat(sheet().rows()).isEmpty();
  }

  @Test
  void headline_isTheRowOfTheSystem() throws IOException {
    Files.writeString(
        folder.resolve("capacity.json"),
        """
        {"rows": [1, {"id": "shortener.writes"}, {"id": "shortener.reads", "verdict": "holds"}]}
        """);
    var rows = sheet().rows().orElseThrow();

    assertThat(CapacitySheet.headline(rows, "url-shortener").orElseThrow().getString("verdict"))
        .isEqualTo("holds");
    assertThat(CapacitySheet.headline(rows, "chat-service")).isEmpty();
    assertThat(CapacitySheet.headline(rows, "another")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{}", "{\"rows\": 1}"})
  void rows_ofWhatIsNoSheet_areNone(String text) throws IOException {
    Files.writeString(folder.resolve("capacity.json"), text);

    assertThat(sheet().rows()).isEmpty();
  }

  @Test
  void page_tooLong_isNone() throws IOException {
    Files.writeString(
        folder.resolve("capacity.html"), "a".repeat(CapacitySheet.FILE_BYTES_MAX + 1));

    assertThat(sheet().page()).isEmpty();
  }
}
