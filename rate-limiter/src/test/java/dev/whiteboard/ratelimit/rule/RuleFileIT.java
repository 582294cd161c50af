package dev.whiteboard.ratelimit.rule;

import static dev.whiteboard.ratelimit.rule.RuleTexts.names;
import static dev.whiteboard.ratelimit.rule.RuleTexts.text;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, changed in all the ways that files are. */
final class RuleFileIT {
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path path;
  private LiveRules live;
  private RuleFile file;

  @BeforeEach
  void start() throws IOException {
    path = folder.resolve("rules.yaml");
    Files.writeString(path, text("one"));
    watch(path);
  }

  @AfterEach
  void stop() {
    file.close();
  }

  @Test
  void rewritten_isRead() throws IOException {
    Files.writeString(path, text("two"));
    awaitRules("two");
    Files.writeString(path, text("six")); // as long as before
    awaitRules("six");
  }

  @Test
  void renamedOver_isRead() throws IOException {
    replaceBy(text("two"));
    awaitRules("two");
  }

  @Test
  void deletedAndBack_oldRulesStayUntilThen() throws IOException {
    Files.delete(path);
    Files.writeString(folder.resolve("other"), "makes it look");
    assertThat(names(live)).isEqualTo("one");
    replaceBy(text("two"));
    awaitRules("two");
    assertThat(file.failures()).isZero();
  }

  @Test
  void bad_oldRulesStay_andItIsToldOnce() throws IOException {
    replaceBy("- {name: two, limit: 5}");
    await().atMost(SEEN_WITHIN).until(() -> file.failures() == 1);
    assertThat(names(live)).isEqualTo("one");

    Files.writeString(folder.resolve("other"), "makes it look again");
    replaceBy("- {name: two}");
    await().atMost(SEEN_WITHIN).until(() -> file.failures() == 2);
    replaceBy(text("good"));
    awaitRules("good");
    assertThat(file.failures()).isEqualTo(2);
  }

  @Test
  void notUtf8_oldRulesStay() throws IOException {
    Files.write(path, new byte[] {'-', ' ', (byte) 0xFF});
    await().atMost(SEEN_WITHIN).until(() -> file.failures() >= 1);
    assertThat(names(live)).isEqualTo("one");
  }

  /** As Kubernetes mounts a ConfigMap: the file is a link into a folder that is a link, too. */
  @Test
  void linkOnTheWayTurned_isRead() throws IOException {
    var mount = Files.createDirectory(folder.resolve("mount"));
    version(mount, "..1", "one");
    version(mount, "..2", "two");
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(mount.resolve("rules.yaml"), Path.of("..data", "rules.yaml"));
    file.close();
    watch(mount.resolve("rules.yaml"));

    Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
    Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), ATOMIC_MOVE);

    awaitRules("two");
  }

  /** Nothing happens in the folder of the link then: only the look each second finds it. */
  @Test
  void linkToAnotherFolder_isReadToo() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("rules.yaml");
    Files.writeString(elsewhere, text("one"));
    var link = Files.createDirectory(folder.resolve("links")).resolve("rules.yaml");
    Files.createSymbolicLink(link, elsewhere);
    file.close();
    watch(link);

    Files.writeString(elsewhere, text("two"));

    awaitRules("two");
  }

  @Test
  void folderDeletedAndBack_isRead() throws IOException {
    var own = Files.createDirectory(folder.resolve("own"));
    var inside = own.resolve("rules.yaml");
    Files.writeString(inside, text("one"));
    file.close();
    watch(inside);

    Files.delete(inside);
    Files.delete(own);
    Files.createDirectory(own);
    Files.writeString(inside, text("two"));

    awaitRules("two");
  }

  @Test
  void closed_tellsNothingMore() throws IOException {
    var before = live;
    file.close();
    watch(path);

    replaceBy(text("two"));

    awaitRules("two");
    assertThat(names(before)).isEqualTo("one");
  }

  @Test
  void open_missing_saysSo() {
    var missing = folder.resolve("missing.yaml");

    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> RuleFile.open("RATELIMIT_RULES", missing))
        .withMessageStartingWith("RATELIMIT_RULES (or --ratelimit-rules) names " + missing)
        .withMessageEndingWith("which can't be read");
    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> RuleFile.open("RATELIMIT_RULES", folder));
  }

  @Test
  void open_bad_saysWhere() throws IOException {
    Files.writeString(path, "rules:\n- {name: two}");

    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> RuleFile.open("RATELIMIT_RULES", path))
        .withMessageEndingWith(
            "which is bad: line 2, column 3: rules[0].domain is missing (and 3 more)");
  }

  private void watch(Path watched) {
    file = RuleFile.open("RATELIMIT_RULES", watched);
    live = new LiveRules(file.rules());
    var own = live;
    file.watch(own::replace);
  }

  private static void version(Path mount, String name, String rule) throws IOException {
    var version = Files.createDirectory(mount.resolve(name));
    Files.writeString(version.resolve("rules.yaml"), text(rule));
  }

  private void replaceBy(String text) throws IOException {
    var next = folder.resolve("next");
    Files.writeString(next, text);
    Files.move(next, path, ATOMIC_MOVE);
  }

  private void awaitRules(String name) {
    await().atMost(SEEN_WITHIN).until(() -> names(live).equals(name));
  }
}
