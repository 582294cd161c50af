package dev.whiteboard.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page of licences is the list that this build has written. */
final class LicencesTest {
  @Test
  void page_isWhatTheBuildFound() throws IOException {
    var written = DocPage.ROOT.resolve("portal/target/licences/licences.md");
    var page = DocPage.ROOT.resolve("docs/licences.md");

    assertThat(Files.readString(page))
        .as("cp %s %s makes it so", written, page)
        .isEqualTo(Files.readString(written));
  }
}
