package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @Test
  void parse_allParts_takesThemApart() {
    assertThat(
            DatabaseUrl.parse("postgresql://me:p%40ss+%2F@db.example:6543/links?sslmode=require"))
        .isEqualTo(new DatabaseUrl("me", "p@ss+/", "db.example", 6543, "links", "sslmode=require"));
  }

  @Test
  void parse_noPortNoPassword_takesDefaults() {
    assertThat(DatabaseUrl.parse("postgres://me@localhost/links"))
        .isEqualTo(new DatabaseUrl("me", "", "localhost", 5432, "links", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:p%40ss%20%2B@db.example:6543/links?sslmode=require",
        "postgresql://me:secret@127.0.0.1:5432/links",
        "postgresql://127.0.0.1:5432/links",
      })
  void url_parsed_isTheSameAgain(String url) {
    assertThat(DatabaseUrl.parse(url).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:postgresql://me:secret@localhost/links",
        "mysql://me:secret@localhost/links",
        "postgresql://me:secret@localhost",
        "postgresql://me:secret@localhost/",
        "postgresql:me:secret",
        "postgresql://me:secret@local host/links",
      })
  void parse_malformed_throwsWithoutThePassword(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabaseUrl.parse(url))
        .withMessage("not of the form postgresql://user:password@host:port/db")
        .withNoCause();
  }

  @Test
  void toString_withPassword_hidesIt() {
    assertThat(DatabaseUrl.parse("postgresql://me:secret@localhost:5432/links"))
        .hasToString("DatabaseUrl[localhost:5432/links]");
  }
}
