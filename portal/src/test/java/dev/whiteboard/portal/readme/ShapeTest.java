package dev.whiteboard.portal.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK         | HTTP/1.1 200 OK            | true
          HTTP/1.1 200 OK         | HTTP/1.1 429 OK            | true
          HTTP/1.1 200 OK         | HTTP/1.1 200 Not OK        | false
          "code":"n3X…"           | "code":"aaBBcc1"           | true
          "code":"n3X…","visits":1 | "code":"aaBBcc1","visits":27 | true
          "code":"n3X…","visits":1 | "code":"aaBBcc1","clicks":1 | false
          Redis   0.3 s           | Redis 6 s                  | true
          Redis   0.3 s           | Kafka 6 s                  | false
          """)
  void line_fits_whereOnlyFiguresAndWhatIsLeftOutDiffer(String shown, String line, boolean fits) {
    assertThat(Shape.fits(List.of(shown), List.of(line))).isEqualTo(fits);
  }

  @Test
  void lines_leftOut_areAnyNumber() {
    var shown = List.of("first", "…", "last");

    assertThat(Shape.fits(shown, List.of("first", "last"))).isTrue();
    assertThat(Shape.fits(shown, List.of("first", "a", "b", "last"))).isTrue();
    assertThat(Shape.fits(shown, List.of("first", "a", "b"))).isFalse();
    assertThat(Shape.fits(List.of("first"), List.of("first", "last"))).isFalse();
    assertThat(Shape.fits(List.of(), List.of("more than nothing"))).isFalse();
  }

  @Test
  void missing_areThoseThatNoLineIsLike_inAnyOrder() {
    assertThat(Shape.missing(List.of("b 1", "…", "a 2", "c"), List.of("a 3", "b 4")))
        .containsExactly("c");
  }

  @Test
  void steps_ofAPage_areItsCommandsWithWhatTheyShow() {
    var page =
        """
        ```sh
        not this one
        ```

        ```console
        $ one \\
            --more
        first
        second
        $ two
        ```
        """;

    assertThat(ConsoleBlock.steps(page))
        .containsExactly(
            new ConsoleBlock.Step("one \\\n    --more", List.of("first", "second")),
            new ConsoleBlock.Step("two", List.of()));
  }
}
