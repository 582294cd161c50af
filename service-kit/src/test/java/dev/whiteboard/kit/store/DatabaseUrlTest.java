package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {
  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "postgresql://tea:pot@db:5433/tea, jdbc:postgresql://db:5433/tea, tea, pot",
        "postgres://tea:pot@db/tea, jdbc:postgresql://db:5432/tea, tea, pot",
        "jdbc:postgresql://tea:pot@db/tea, jdbc:postgresql://db:5432/tea, tea, pot",
        "postgresql://tea@db/tea, jdbc:postgresql://db:5432/tea, tea, ''",
        "postgresql://db/tea, jdbc:postgresql://db:5432/tea, '', ''",
        "postgresql://tea:@db/tea, jdbc:postgresql://db:5432/tea, tea, ''",
        "postgresql://tea:p:t@db/tea, jdbc:postgresql://db:5432/tea, tea, p:t",
        "postgresql://t%40a:p%2Ft%3A%25@db/tea, jdbc:postgresql://db:5432/tea, t@a, p/t:%",
        "postgresql://tea:a+b%20c@db/tea, jdbc:postgresql://db:5432/tea, tea, a+b c",
        "postgresql://tea:p%C3%B6t@[::1]:5433/t%20a, jdbc:postgresql://[::1]:5433/t%20a, tea, pöt",
        "postgresql://tea:pot@db/tea?sslmode=require&a=b,"
            + " jdbc:postgresql://db:5432/tea?sslmode=require&a=b, tea, pot",
        "jdbc:postgresql://db/tea?user=tea&sslmode=require&password=p%26t,"
            + " jdbc:postgresql://db:5432/tea?sslmode=require, tea, p&t",
        "postgresql://db/tea?, jdbc:postgresql://db:5432/tea, '', ''",
      })
  void parse_url_isTakenApart(String url, String jdbcUrl, String user, String password) {
    assertThat(DatabaseUrl.parse(url)).isEqualTo(new DatabaseUrl(jdbcUrl, user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "tea:secret@db/tea",
        "mysql://tea:secret@db/tea",
        "postgresql:tea:secret@db/tea",
        "postgresql://tea:secret@db",
        "postgresql://tea:secret@db/",
        "postgresql:///secret",
        "postgresql://tea:secret@/tea",
        "postgresql://tea:sec ret@db/tea",
        "postgresql://tea:secret%zz@db/tea",
        "postgresql://tea:sec/ret@db/tea",
        "postgresql://tea:secret@db:port/tea",
        "http://[secret"
      })
  void parse_anythingElse_isRefusedWithoutRepeatingIt(String url) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> DatabaseUrl.parse(url))
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("sec", "tea:"));
  }

  @Test
  void toString_hasNoPasswordAndNoParameters() {
    assertThat(DatabaseUrl.parse("postgresql://tea:secret@db/tea?sslpassword=secret"))
        .hasToString("jdbc:postgresql://db:5432/tea as tea");
  }

  @Property
  void parse_anyPassword_isReadBack_andNeverShown(@ForAll String password) {
    var url = DatabaseUrl.parse("postgresql://tea:" + encoded(password) + "@db/tea");

    assertThat(encoded(url.password())).isEqualTo(encoded(password));
    assertThat(url).hasToString("jdbc:postgresql://db:5432/tea as tea");
  }

  private static String encoded(String password) {
    return URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
