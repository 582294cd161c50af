package dev.whiteboard.cdn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates of RFC 9110, 5.6.7. */
final class HttpDateTest {
  private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
  private static final long YEAR_9999_SECONDS = 253_402_300_799L;
  private static final DateTimeFormatter RFC_850 =
      DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sun, 06 Nov 1994 08:49:37 GMT  | 1994-11-06T08:49:37Z
          SUN, 06 NOV 1994 08:49:37 gmt  | 1994-11-06T08:49:37Z
          Mon, 06 Nov 1994 08:49:37 GMT  | 1994-11-06T08:49:37Z
          Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z
          Sun Nov  6 08:49:37 1994       | 1994-11-06T08:49:37Z
          Wed Nov 16 08:49:37 1994       | 1994-11-16T08:49:37Z
          Thu, 29 Feb 2024 23:59:59 GMT  | 2024-02-29T23:59:59Z
          Sat, 31 Dec 2016 23:59:60 GMT  | 2017-01-01T00:00:00Z
          Fri, 31 Dec 9999 23:59:59 GMT  | 9999-12-31T23:59:59Z
          """)
  void parse_oneOfThreeFormats_isThatMoment(String text, Instant moment) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(moment.toEpochMilli());
  }

  /** More than 50 years ahead is the past (RFC 9110, 5.6.7). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Monday, 01-Jun-76 00:00:00 GMT   | 2076-06-01T00:00:00Z
          Monday, 01-Jun-76 00:00:01 GMT   | 1976-06-01T00:00:01Z
          Thursday, 18-Aug-50 02:01:18 GMT | 2050-08-18T02:01:18Z
          Friday, 31-Dec-99 23:59:59 GMT   | 1999-12-31T23:59:59Z
          Saturday, 01-Jan-00 00:00:00 GMT | 2000-01-01T00:00:00Z
          """)
  void parse_twoDigitYear_isAtMostFiftyYearsAhead(String text, Instant moment) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(moment.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "now",
        ",",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 AEST",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 08:49:37GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun, 06  Nov  1994 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT",
        "Wed, 29 Feb 2023 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Son, 06 Nov 1994 08:49:37 GMT",
        "Sonntag, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-9x 08:49:37 GMT",
        "Sunday, 06 Nov 94 08:49:37 GMT",
        "Sun Nov 06 08:49:37 94",
        "Sun Nov  6 08:49:37 199x"
      })
  void parse_anythingElse_isInvalid(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(HttpDate.INVALID);
  }

  @Property(tries = 500)
  void parse_formatted_isTheSameSecond(
      @ForAll @LongRange(min = 0, max = YEAR_9999_SECONDS) long seconds) {
    assertThat(HttpDate.parse(HttpDate.format(1000 * seconds), NOW)).isEqualTo(1000 * seconds);
  }

  /** The JDK's formatter as the oracle; within the century that two digits can tell. */
  @Property(tries = 500)
  void parse_obsoleteFormats_areTheSameSecond(
      @ForAll @LongRange(min = 0, max = 3_000_000_000L) long seconds) {
    var moment = Instant.ofEpochSecond(seconds);
    assertThat(HttpDate.parse(ASCTIME.format(moment), NOW)).isEqualTo(1000 * seconds);
    if (moment.isAfter(Instant.parse("1976-06-02T00:00:00Z"))) {
      assertThat(HttpDate.parse(RFC_850.format(moment), NOW)).isEqualTo(1000 * seconds);
    }
  }

  @Property(tries = 500)
  void parse_anyText_endsWithoutFailure(@ForAll String text) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(HttpDate.INVALID);
  }
}
