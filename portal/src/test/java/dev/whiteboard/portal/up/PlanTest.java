package dev.whiteboard.portal.up;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.stack.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code up} decides before it opens anything. */
final class PlanTest {
  private static final String KEY = "a key of enough characters";

  private static final Map<String, String> ADDRESSES =
      Map.of(
          "DATABASE_URL", "postgresql://me:secret@db/links",
          "REDIS_URL", "redis://cache",
          "KAFKA_BOOTSTRAP_SERVERS", "log:9092");

  @Test
  void nothingNamed_isAll_andTheServersThatTheseNeed() {
    var plan = plan(List.of(), Map.of());

    assertThat(plan.systems())
        .extracting(Catalog.Entry::name)
        .containsExactly("url-shortener", "rate-limiter", "cdn-cache", "chat-service");
    assertThat(plan.servers()).containsExactly(Server.POSTGRES, Server.REDIS, Server.KAFKA);
    assertThat(plan.portal().port()).isEqualTo(8080);
    assertThat(plan.portal().stateFolder()).isEqualTo(Path.of(".whiteboard"));
  }

  @Test
  void oneNamed_needsNoMoreServersThanItUses() {
    var plan = plan(List.of("rate-limiter"), Map.of());

    assertThat(plan.systems()).extracting(Catalog.Entry::name).containsExactly("rate-limiter");
    assertThat(plan.servers()).containsExactly(Server.REDIS);
    assertThat(plan.newAdminKeys()).containsOnlyKeys("RATELIMIT_ADMIN_KEY");
  }

  @Test
  void namesAndSettings_mayStandInAnyOrder() {
    var words =
        List.of("--portal-port", "1", "url-shortener", "--whiteboard-state=s", "url-shortener");
    var request = UpRequest.of(words, false, false);

    assertThat(request.services()).containsExactly("url-shortener", "url-shortener");
    assertThat(request.flags()).containsExactly("--portal-port=1", "--whiteboard-state=s");
    assertThat(Plan.of(request, Map.of(), () -> KEY).systems()).hasSize(1);
  }

  @Test
  void adminKey_missing_isMade() {
    assertThat(plan(List.of(), Map.of()).newAdminKeys())
        .containsOnly(
            Map.entry("SHORTENER_ADMIN_KEY", KEY),
            Map.entry("RATELIMIT_ADMIN_KEY", KEY),
            Map.entry("CDN_ADMIN_KEY", KEY),
            Map.entry("CHAT_ADMIN_KEY", KEY));
  }

  @Test
  void adminKey_given_isLeftAlone() {
    var names = List.of("SHORTENER", "RATELIMIT", "CDN", "CHAT");
    var environment = names.stream().collect(toMap(name -> name + "_ADMIN_KEY", _ -> KEY));
    var flags =
        names.stream()
            .flatMap(name -> Stream.of("--" + name.toLowerCase(ROOT) + "-admin-key", KEY))
            .toList();
    var inEnvironment = plan(List.of(), environment);
    var asFlag = plan(flags, Map.of());

    assertThat(inEnvironment.newAdminKeys()).isEmpty();
    assertThat(asFlag.newAdminKeys()).isEmpty();
  }

  @Test
  void adminKey_missingForServersOfOthers_isNotMade() {
    var request = new UpRequest(List.of(), List.of(), false, true);

    assertThat(Plan.of(request, ADDRESSES, () -> KEY).newAdminKeys()).isEmpty();
  }

  @Test
  void addressesInTheEnvironment_areNotUsedForEmbeddedServers() {
    plan(List.of(), Map.of("DATABASE_URL", "no URL at all"));
  }

  @Test
  void addresses_forServersOfOthers_areChecked() {
    var request = new UpRequest(List.of(), List.of("--database-url=no URL at all"), false, true);

    assertThatThrownBy(() -> Plan.of(request, ADDRESSES, () -> KEY))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("DATABASE_URL (or --database-url) must be");
  }

  @Test
  void setting_unknownInAnOwnedName_isRefused() {
    assertThatThrownBy(() -> plan(List.of(), Map.of("SHORTENER_PROT", "1")))
        .hasMessage("unknown setting SHORTENER_PROT: did you mean SHORTENER_PORT?");
  }

  @Test
  void toString_hasNoSecret() {
    var request = new UpRequest(List.of(), List.of(), false, true);

    assertThat(Plan.of(request, ADDRESSES, () -> KEY))
        .hasToString(
            "Plan[url-shortener, rate-limiter, cdn-cache, chat-service with PostgreSQL, Redis, Kafka, external]");
  }

  private static Plan plan(List<String> words, Map<String, String> environment) {
    return Plan.of(UpRequest.of(words, false, false), environment, () -> KEY);
  }
}
