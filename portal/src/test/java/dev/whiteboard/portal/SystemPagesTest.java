package dev.whiteboard.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who has read one system's pages finds the same in the next: what was asked and where it is met,
 * estimates and the claims that they are, what breaks and who tries it, and what is asked next.
 */
final class SystemPagesTest {
  private static final Path CLAIMS =
      DocPage.ROOT.resolve("benchmarks/src/main/java/dev/whiteboard/capacity/claim");

  private static final Pattern CLAIM =
      Pattern.compile("\\.?(?:about|required|exact|available)\\(\\s*\"([a-z.-]+)\"");

  private static final Pattern ID = Pattern.compile("`((?:shortener|chat|cdn|limiter)\\.[a-z-]+)`");

  /** A test, or a script of CI that tries the same with containers. */
  private static final Pattern TRIED =
      Pattern.compile("]\\([^)\\s]*(?:(?:Test|IT|Contract)\\.java|\\.ci/[a-z-]+)\\)");

  /** A class, or a file that is as good as one: a schema, a script, a page. */
  private static final Pattern MET =
      Pattern.compile("]\\([^)\\s]*src/main/[^)\\s]*\\.(?:java|sql|lua|html)\\)");

  private static final String REQUIREMENTS = "| requirement | class | test |";
  private static final int FIRST_CLAIM_COLUMN = 4;
  private static final int FAILURES_MIN = 10;
  private static final int CLASSES_MAX = 10;
  private static final int EXERCISES = 3;
  private static final int QUESTIONS_MIN = 12;
  private static final int QUESTIONS_MAX = 15;

  enum Room {
    URL_SHORTENER("url-shortener", "shortener"),
    RATE_LIMITER("rate-limiter", "limiter"),
    CDN_CACHE("cdn-cache", "cdn"),
    CHAT_SERVICE("chat-service", "chat");

    private final String folder;
    private final String claims;

    Room(String folder, String claims) {
      this.folder = folder;
      this.claims = claims;
    }

    DocPage readme() throws IOException {
      return DocPage.read(Path.of(folder, "README.md"));
    }

    DocPage followUps() throws IOException {
      return DocPage.read(Path.of("docs", folder + "-follow-ups.md"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void requirements_leadToAClassAndATest(Room room) throws IOException {
    assertThat(DocPage.table(room.readme().section("What was asked"), REQUIREMENTS))
        .allSatisfy(row -> {
          assertThat(row.get(1)).as("class of %s", row.get(0)).containsPattern(MET);
          assertThat(row.get(2)).as("test of %s", row.get(0)).containsPattern(TRIED);
        });
  }

  @ParameterizedTest
  @EnumSource
  void estimates_areClaims_andAllOfThem(Room room) throws IOException {
    var claims = claims();
    var asked = room.readme().section("What was asked");
    var head = asked.lines().filter(line -> line.startsWith("| estimate |")).findFirst();

    assertThat(DocPage.table(asked, head.orElseThrow()))
        .allSatisfy(row -> assertThat(row.get(FIRST_CLAIM_COLUMN)).containsPattern(ID));
    assertThat(named(asked))
        .containsAll(claims.stream().filter(id -> id.startsWith(room.claims + ".")).toList());
    assertThat(named(room.readme().text())).isSubsetOf(claims);
    assertThat(named(room.followUps().text())).isNotEmpty().isSubsetOf(claims);
  }

  private static Set<String> named(String text) {
    return ids(ID, text);
  }

  /** All that the capacity sheet has a line for. */
  private static Set<String> claims() throws IOException {
    try (var files = Files.list(CLAIMS)) {
      var source = new StringBuilder();
      for (var file : files.filter(each -> each.toString().endsWith("Claims.java")).toList()) {
        source.append(Files.readString(file));
      }
      return ids(CLAIM, source.toString());
    }
  }

  private static Set<String> ids(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(id -> id.group(1)).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void failures_areTried(Room room) throws IOException {
    var breaks = room.readme().section("What breaks, and what happens then");
    var failures = DocPage.points(breaks);
    if (failures.isEmpty()) {
      failures = DocPage.rows(breaks).stream().skip(2).toList();
    }

    assertThat(failures)
        .hasSizeGreaterThan(FAILURES_MIN)
        .allSatisfy(each -> assertThat(each).containsPattern(TRIED));
  }

  @ParameterizedTest
  @EnumSource
  void measured_hasFigures_andTheCommandToMeasureAgain(Room room) throws IOException {
    var measured = room.readme().section("Measured");

    assertThat(DocPage.rows(measured)).hasSizeGreaterThan(2);
    assertThat(measured).contains("./whiteboard bench ");
    assertThat(room.readme().sections()).contains("Known shortfalls");
  }

  @ParameterizedTest
  @EnumSource
  void readingOrder_isTenClasses(Room room) throws IOException {
    assertThat(DocPage.points(room.readme().section("Reading order")))
        .hasSizeBetween(1, CLASSES_MAX)
        .allSatisfy(each -> assertThat(each).containsPattern("^\\d+\\. \\[`[^`]+`]\\(src/"));
  }

  @Test
  void learningPath_leadsToEachReadingOrder_andItsOwnAreShort() throws IOException {
    var path = DocPage.read(Path.of("docs/learning-path.md"));

    for (var room : Room.values()) {
      assertThat(path.text()).contains(room.folder + "/README.md#reading-order");
    }
    assertThat(path.section("The exercises").split("\n### "))
        .hasSizeGreaterThan(EXERCISES)
        .allSatisfy(
            exercise -> assertThat(DocPage.points(exercise)).hasSizeLessThanOrEqualTo(CLASSES_MAX));
  }

  @ParameterizedTest
  @EnumSource
  void followUps_areTwelveToFifteenQuestions_eachWithALink(Room room) throws IOException {
    var page = room.followUps();

    assertThat(page.sections())
        .hasSizeBetween(QUESTIONS_MIN, QUESTIONS_MAX)
        .allSatisfy(question -> {
          assertThat(question).contains("?");
          assertThat(page.section(question)).as(question).contains("](");
        });
  }
}
