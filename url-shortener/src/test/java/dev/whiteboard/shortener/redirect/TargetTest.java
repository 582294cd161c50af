package dev.whiteboard.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TargetTest {
  private static final long NOW = 1_800_000_000_000L;

  @Test
  void isExpired_atTheBoundary_itIs() {
    var target = target(302, false, NOW);

    assertThat(target.isExpired(NOW - 1)).isFalse();
    assertThat(target.isExpired(NOW)).isTrue();
  }

  @Test
  void isExpired_never_isNot() {
    assertThat(target(302, false, Target.NEVER).isExpired(Long.MAX_VALUE - 1)).isFalse();
  }

  @Test
  void cacheControl_temporary_isNotKept() {
    assertThat(target(302, false, Target.NEVER).cacheControl(NOW)).isEqualTo("private, max-age=0");
    assertThat(target(307, false, Target.NEVER).cacheControl(NOW)).isEqualTo("private, max-age=0");
  }

  @Test
  void cacheControl_permanent_isKeptForAMomentAndNeverPastTheExpiry() {
    assertThat(target(301, false, Target.NEVER).cacheControl(NOW)).isEqualTo("private, max-age=90");
    assertThat(target(308, false, NOW + 5_999).cacheControl(NOW)).isEqualTo("private, max-age=5");
    assertThat(target(308, false, NOW + 999).cacheControl(NOW)).isEqualTo("private, max-age=0");
  }

  @Test
  void cacheControl_limited_isNotKept() {
    assertThat(target(301, true, Target.NEVER).cacheControl(NOW)).isEqualTo("private, max-age=0");
  }

  private static Target target(int status, boolean limited, long expiresAtMillis) {
    return new Target("https://example.com/", status, limited, expiresAtMillis, 1);
  }
}
