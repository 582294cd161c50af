package dev.whiteboard.cdn.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.message.Fields;
import java.util.Locale;
import java.util.Objects;
import org.greenbytes.http.sfv.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What caches tell in {@code Cache-Status} (RFC 9211). */
final class CacheStatusTest {
  @Test
  void appendedTo_severalCaches_areInOrderOfTheWayDown() {
    var shield =
        CacheStatus.forwarded("shield", Why.URI_MISS).forwardStatus(200).stored().collapsed();
    var edge = CacheStatus.hit("edge", -3).key("http://a/\"b\\c\"").detail("stale\u0001ü");

    var fields = edge.appendedTo(shield.appendedTo(Fields.of("x", "y")));

    assertThat(fields.combined("cache-status"))
        .isEqualTo(
            "\"shield\"; fwd=uri-miss; fwd-status=200; stored; collapsed,"
                + " \"edge\"; hit; ttl=-3; key=\"http://a/\\\"b\\\\c\\\"\"; detail=\"stale??\"");
    assertThat(fields.all("cache-status")).hasSize(1);
  }

  /** Read by a library that knows structured fields. */
  @ParameterizedTest
  @EnumSource(Why.class)
  void toString_any_isAStructuredList(Why why) {
    var member = CacheStatus.forwarded("e 1", why).ttl(3).key("k".repeat(999)).toString();

    var list = Parser.parseList(member + ", " + CacheStatus.hit("x", 1)).get();

    assertThat(list).hasSize(2);
    var forwarded = Objects.requireNonNull(list.getFirst().getParams().get("fwd"));
    assertThat(forwarded.get()).hasToString(why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
