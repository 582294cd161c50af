package dev.whiteboard.chat.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "cat.png,cat.png",
    "'  cat.png ',cat.png",
    "../../etc/passwd,passwd",
    "'C:\\docs\\cat.png',cat.png",
    "..,file",
    "a/..,file",
    "'',file",
    "'/',file",
    "貓.png,貓.png",
    "'a\tb\u0000.png',ab.png",
  })
  void of_whatAClientSays_isAName(String given, String name) {
    assertThat(FileName.of(Optional.of(given)).text()).isEqualTo(name);
  }

  @Test
  void of_nameThatTurnsAround_doesNot() {
    assertThat(FileName.of(Optional.of("a\u202egpj.exe")).text()).isEqualTo("agpj.exe");
  }

  @Test
  void of_longName_keepsItsEnd() {
    var name = FileName.of(Optional.of("🙂".repeat(150) + ".png")).text();

    assertThat(name).hasSizeLessThanOrEqualTo(FileName.CHARS_MAX).startsWith("🙂").endsWith(".png");
  }

  @Test
  void of_nothing_isANameAllTheSame() {
    assertThat(FileName.of(Optional.empty()).text()).isEqualTo("file");
  }

  @Property
  void of_anything_isAName(@ForAll String given) {
    var name = FileName.of(Optional.of(given)).text();

    assertThat(name).isNotBlank().hasSizeLessThanOrEqualTo(FileName.CHARS_MAX);
    assertThat(name).doesNotContainPattern("[/\\\\\\p{Cc}\\p{Cf}\\p{Cs}]");
  }
}
