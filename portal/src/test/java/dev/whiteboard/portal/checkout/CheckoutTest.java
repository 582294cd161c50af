package dev.whiteboard.portal.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.portal.checkout.Checkout.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckoutTest {
  private static final Path PROJECT = Path.of("..");

  @TempDir Path root;

  private Checkout checkout() {
    return new Checkout(root);
  }

  private Path write(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void find_aPage_aSource_aPicture_aFolder() throws IOException {
    write("docs/images/a.png", "png");
    write("docs/a.md", "# A");
    write("docs/.hidden", "no");
    write("portal/src/Main.java", "class Main {}");

    assertThat(checkout().find("docs/a.md")).hasValue(new Entry.Page("# A"));
    assertThat(checkout().find("portal/src/Main.java")).hasValue(new Entry.Source("class Main {}"));
    assertThat(checkout().find("docs/images/a.png").orElseThrow())
        .isInstanceOf(Entry.Picture.class);
    assertThat(checkout().find("docs").orElseThrow()).hasToString("Folder[names=[a.md, images/]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../secret",
        "docs/../secret",
        "docs/..",
        "docs//a.md",
        "docs/a.md/",
        "/docs/a.md",
        "docs/%2e%2e/secret",
        "docs\\a.md",
        "docs/a.md\n",
        "docs/.env",
        ".env",
        ".git/config",
        ".whiteboard/keys",
        "secret",
        "portal/target/a",
        "portal/.env",
        "benchmarks/results/a.json",
      })
  void find_whatIsNotListed_isNotThere(String path) throws IOException {
    for (var file : new String[] {"secret", "docs/a.md", "docs/.env", ".env", ".git/config"}) {
      write(file, "secret");
    }
    for (var file :
        new String[] {
          ".whiteboard/keys", "portal/target/a", "portal/.env", "benchmarks/results/a.json"
        }) {
      write(file, "secret");
    }

    assertThat(checkout().find(path)).isEmpty();
  }

  @Test
  void find_whatALinkLeadsAwayTo_isNotThere(@TempDir Path elsewhere) throws IOException {
    var secret = Files.writeString(elsewhere.resolve("secret.md"), "secret");
    write("docs/a.md", "# A");
    Files.createSymbolicLink(root.resolve("docs/link.md"), secret);
    Files.createSymbolicLink(root.resolve("docs/folder"), elsewhere);

    assertThat(checkout().find("docs/link.md")).isEmpty();
    assertThat(checkout().find("docs/folder/secret.md")).isEmpty();
    assertThat(checkout().find("docs").orElseThrow()).hasToString("Folder[names=[a.md]]");
  }

  @Test
  void find_whatIsTooLong_orNoText_isNotThere() throws IOException {
    write("docs/long.md", "a".repeat(Checkout.FILE_BYTES_MAX + 1));
    write("docs/zero.txt", "a\0b");
    Files.write(root.resolve("docs/program"), new byte[] {(byte) 0xC3, 0x28});

    assertThat(checkout().find("docs/long.md")).isEmpty();
    assertThat(checkout().find("docs/zero.txt")).isEmpty();
    assertThat(checkout().find("docs/program")).isEmpty();
    assertThat(checkout().find("docs/" + "a".repeat(Checkout.PATH_CHARS_MAX))).isEmpty();
  }

  @Test
  void links_whereNothingIs_areNone() throws IOException {
    assertThat(checkout().readme("url-shortener")).isEmpty();
    assertThat(checkout().followUps("url-shortener")).isEmpty();

    write("url-shortener/README.md", "# URL shortener");
    assertThat(checkout().readme("url-shortener")).hasValue("url-shortener/README.md");
    assertThat(checkout().readme("../url-shortener")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"url-shortener", "rate-limiter", "cdn-cache", "chat-service"})
  void links_ofThisProject_leadToPages(String system) throws IOException {
    var project = new Checkout(PROJECT);

    assertThat(project.find(project.readme(system).orElseThrow()).orElseThrow())
        .isInstanceOf(Entry.Page.class);
    assertThat(project.find(project.followUps(system).orElseThrow()).orElseThrow())
        .isInstanceOf(Entry.Page.class);
    assertThat(project.find(project.sheet(system).orElseThrow()).orElseThrow())
        .isInstanceOf(Entry.Sheet.class);
  }

  @Property
  void find_anyPath_leadsToNothingHidden_andNotOut(@ForAll("paths") String path)
      throws IOException {
    if (new Checkout(PROJECT).find(path).isPresent()) {
      assertThat(path).doesNotContain("..", "/.", "\\", "target").isNotEmpty();
      assertThat(PROJECT.resolve(path).toRealPath()).startsWith(PROJECT.toRealPath());
    }
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of(
            "docs",
            "portal",
            "src",
            "..",
            ".",
            ".git",
            "target",
            "README.md",
            "",
            "%2e",
            "pom.xml",
            "config",
            "main")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(segments -> String.join("/", segments));
  }
}
