package dev.whiteboard.cdn.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Targets.Accepted;
import dev.whiteboard.cdn.purge.Targets.Problem;
import dev.whiteboard.cdn.purge.Targets.Refused;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetsTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.com, http://example.com/",
    "HTTP://EXAMPLE.com/A, http://example.com/A",
    "http://example.com:80/, http://example.com/",
    "https://example.com:443/, https://example.com/",
    "https://example.com:80/, https://example.com:80/",
    "http://example.com:/, http://example.com/",
    "http://localhost:8440/a?b=c#d, http://localhost:8440/a?b=c",
    "http://example.com?q=1, http://example.com/?q=1",
    "http://example.com#top, http://example.com/",
    "http://[::1]:8440/a|b{c}, http://[::1]:8440/a|b{c}",
    "http://my_host/%7Euser/../x, http://my_host/%7Euser/../x",
  })
  void read_url_isBroughtToTheFormOfRequests(String url, String form) {
    assertThat(Targets.read(List.of(url), List.of(), Optional.empty()))
        .isEqualTo(new Accepted(new Target.Urls(Set.of(form)), 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/path",
        "example.com/a",
        "ftp://example.com/",
        "http:///a",
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://example.com:0/",
        "http://example.com:port/",
        "http://exa mple.com/",
        "http://example.com/\u00e9",
        "http://example.com/a\r\nb",
        "javascript:alert(1)",
      })
  void read_noUrl_namesTheField(String url) {
    var reading = Targets.read(List.of(url), List.of(), Optional.empty());

    assertThat(reading).isInstanceOf(Refused.class);
    assertThat(((Refused) reading).problems()).extracting(Problem::field).containsOnly("urls");
  }

  /** Without the slash it would meet example.com.evil.org too. */
  @Test
  void read_prefixOfAHost_endsInASlash() {
    assertThat(Targets.read(List.of(), List.of(), Optional.of("http://Example.com")))
        .isEqualTo(new Accepted(new Target.Prefix("http://example.com/"), 1));
  }

  @Test
  void read_tags_countsEachOnce() {
    assertThat(Targets.read(List.of(), List.of("a", "b", "a"), Optional.empty()))
        .isEqualTo(new Accepted(new Target.Tags(Set.of("a", "b")), 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a,b", "\u00fc"})
  void read_noTag_namesTheField(String tag) {
    assertThat(problems(List.of(), List.of(tag), Optional.empty()))
        .extracting(Problem::field)
        .containsExactly("tags");
  }

  @Test
  void read_noneOrSeveral_isRefused() {
    assertThat(problems(List.of(), List.of(), Optional.empty())).hasSize(1);
    assertThat(problems(List.of("http://a/"), List.of("t"), Optional.empty())).hasSize(1);
    assertThat(problems(List.of(), List.of("t"), Optional.of("http://a/"))).hasSize(1);
  }

  @Test
  void read_tooManyOrTooLong_isRefused() {
    var many = Collections.nCopies(Targets.KEYS_MAX + 1, "http://a/");
    var longUrl = "http://a/" + "x".repeat(Targets.URL_CHARS_MAX);
    var longTag = "x".repeat(Targets.TAG_CHARS_MAX + 1);

    assertThat(problems(many, List.of(), Optional.empty())).hasSize(1);
    assertThat(problems(List.of(longUrl), List.of(), Optional.empty())).hasSize(1);
    assertThat(problems(List.of(), List.of(longTag), Optional.empty())).hasSize(1);
    assertThat(problems(List.of(), List.of(), Optional.of(longUrl)))
        .extracting(Problem::field)
        .containsExactly("prefix");
  }

  @Property(tries = 500)
  void read_anyText_isReadOnceMoreTheSame(@ForAll String text) {
    if (Targets.read(List.of("http://h/" + text), List.of(), Optional.empty())
        instanceof Accepted(Target.Urls(var urls), _)) {
      assertThat(Targets.read(List.copyOf(urls), List.of(), Optional.empty()))
          .isEqualTo(new Accepted(new Target.Urls(urls), 1));
    }
  }

  private static List<Problem> problems(
      List<String> urls, List<String> tags, Optional<String> prefix) {
    return ((Refused) Targets.read(urls, tags, prefix)).problems();
  }
}
