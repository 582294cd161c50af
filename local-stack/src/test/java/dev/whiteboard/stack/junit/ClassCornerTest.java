package dev.whiteboard.stack.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassCornerTest {
  @Test
  void uniqueName_ofAClass_isItsNameInKebabCaseAndRandomDigits() {
    assertThat(ClassCorner.uniqueName(ClassCornerTest.class))
        .matches("class-corner-test-[0-9a-f]{8}");
  }

  @Test
  void uniqueName_twice_differs() {
    assertThat(ClassCorner.uniqueName(ClassCornerTest.class))
        .isNotEqualTo(ClassCorner.uniqueName(ClassCornerTest.class));
  }

  @Test
  void uniqueName_longName_fitsWhatPostgresTakes() {
    assertThat(ClassCorner.uniqueName(ANameThatIsLongerThanAnyDatabaseMayBeNamedInPostgres.class))
        .hasSizeLessThan(63);
  }

  private static final class ANameThatIsLongerThanAnyDatabaseMayBeNamedInPostgres {}
}
