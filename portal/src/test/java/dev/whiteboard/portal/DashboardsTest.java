package dev.whiteboard.portal;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.metrics.Metrics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Dashboards and rules ask for what there is. Whether Prometheus has an answer to each of their
 * expressions is asked in {@code .ci/compose-smoke-watch}.
 */
final class DashboardsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DASHBOARDS = ROOT.resolve("docker/grafana/dashboards");

  private static final int COLUMNS = 24;
  private static final int ALIASES_MAX = 500;

  /** Where a meter gets its name, as {@code Counter.builder("chat_messages")}. */
  private static final Pattern METER =
      Pattern.compile("(?:builder|gauge|createdCounter)\\(\\s*\"([\\w.]+)\"");

  /** What Micrometer adds to a meter's name. */
  private static final Pattern SUFFIX =
      Pattern.compile("(_seconds)?(_bucket|_count|_sum|_max)$|_total$");

  /** Strings, ranges and the labels that a sum is made by: nothing in there is a metric. */
  private static final Pattern NO_METRICS =
      Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\bby \\([^)]*\\)");

  /** A name that is no function's. */
  private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*+(?! *\\()");

  private static final Set<String> WORDS = Set.of("or", "sum", "max", "min", "count");
  private static final Pattern JOB = Pattern.compile("job=\"([^\"]*)\"");

  /** Series that Prometheus makes. */
  private static final Set<String> ITS_OWN = Set.of("up", "ALERTS");

  @Test
  void dashboards_areOneForEachSystem() throws IOException {
    try (var files = Files.list(DASHBOARDS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "url-shortener.json", "rate-limiter.json", "cdn-cache.json", "chat-service.json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"url-shortener", "rate-limiter", "cdn-cache", "chat-service"})
  void dashboard_isOfItsSystem_andEachPanelSaysWhatItShows(String system) {
    assertThat(dashboard(system).getString("uid")).isEqualTo(system);
    assertThat(panels(system)).hasSizeBetween(8, 16);
    assertThat(panels(system).stream().map(panel -> panel.getInteger("id")))
        .doesNotHaveDuplicates();
    var source = yaml("docker/grafana/provisioning/datasources/prometheus.yml");
    assertThat(panels(system))
        .allSatisfy(panel -> {
          assertThat(panel.getString("title")).isNotBlank();
          assertThat(panel.getString("description")).isNotBlank().endsWith(".");
          assertThat(defaults(panel).getString("unit")).isNotBlank();
          assertThat(panel.getJsonObject("datasource").getString("uid"))
              .isEqualTo(source.getJsonArray("datasources").getJsonObject(0).getString("uid"));
          assertThat(expressions(panel)).isNotEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"url-shortener", "rate-limiter", "cdn-cache", "chat-service"})
  void panels_fillTheGridWithoutCoveringEachOther(String system) {
    var cells = new HashSet<Integer>();
    for (var panel : panels(system)) {
      var place = panel.getJsonObject("gridPos");
      assertThat(place.getInteger("x") + place.getInteger("w")).isLessThanOrEqualTo(COLUMNS);
      assertThat(cells(place)).as(panel.getString("title")).allMatch(cells::add);
    }
    var rows = cells.stream().mapToInt(cell -> cell / COLUMNS).max().orElseThrow() + 1;
    assertThat(cells).hasSize(rows * COLUMNS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"url-shortener", "rate-limiter", "cdn-cache", "chat-service"})
  void panels_askForMetricsOfTheirSystemThatAreMade(String system) {
    var made = made();
    for (var panel : panels(system)) {
      assertThat(expressions(panel))
          .as(panel.getString("title"))
          .allSatisfy(expression -> {
            assertThat(unmade(expression, made)).isEmpty();
            assertThat(JOB.matcher(expression).results().map(job -> job.group(1)))
                .allMatch(system::equals);
          });
    }
  }

  @Test
  void rules_askForMetricsThatAreMade_andSayHowUrgentTheyAre() {
    var made = made();
    assertThat(rules())
        .allSatisfy(rule -> assertThat(unmade(rule.getString("expr"), made)).isEmpty());
    assertThat(rules().stream().filter(rule -> rule.containsKey("alert")))
        .isNotEmpty()
        .allSatisfy(alert -> {
          assertThat(alert.getJsonObject("labels").getString("severity")).isIn("page", "ticket");
          assertThat(alert.getJsonObject("annotations").getString("summary")).endsWith(".");
        });
  }

  @Test
  void prometheus_asksEachNodeThatComposeHas() {
    var services = yaml("docker-compose.yml").getJsonObject("services");
    var nodes =
        services.fieldNames().stream()
            .filter(name -> buildsAnImage(services.getJsonObject(name)))
            .collect(toSet());
    var asked =
        objects(yaml("docker/prometheus/prometheus.yml").getJsonArray("scrape_configs"))
            .flatMap(job -> objects(job.getJsonArray("static_configs")))
            .flatMap(some -> some.getJsonArray("targets").stream())
            .map(target -> target.toString().replaceAll(":.*", ""));
    assertThat(asked.filter(host -> !host.equals("localhost")))
        .containsExactlyInAnyOrderElementsOf(nodes);
  }

  /** Those of ours: what is merged into them says what to build. */
  private static boolean buildsAnImage(JsonObject service) {
    return service.getValue("<<") instanceof JsonObject merged && merged.containsKey("build");
  }

  private static Stream<Integer> cells(JsonObject place) {
    return IntStream.range(place.getInteger("y"), place.getInteger("y") + place.getInteger("h"))
        .boxed()
        .flatMap(row ->
            IntStream.range(0, place.getInteger("w"))
                .mapToObj(column -> row * COLUMNS + place.getInteger("x") + column));
  }

  /** Metrics that the expression names and nobody makes. */
  private static Set<String> unmade(String expression, Set<String> made) {
    return NAME.matcher(NO_METRICS.matcher(expression).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .filter(name -> !WORDS.contains(name))
        .filter(name -> !made.contains(name))
        .filter(name -> !made.contains(SUFFIX.matcher(name).replaceFirst("")))
        .collect(toCollection(TreeSet::new));
  }

  /** Meters in the services' sources, those that each has of its JVM, and what rules record. */
  private static Set<String> made() {
    var made = new HashSet<>(ITS_OWN);
    rules().stream()
        .filter(rule -> rule.containsKey("record"))
        .map(rule -> rule.getString("record"))
        .forEach(made::add);
    try (var metrics = new Metrics();
        var files = Files.walk(ROOT, 16)) {
      metrics.scrape().lines().map(line -> line.replaceAll("[{ ].*", "")).forEach(made::add);
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> ROOT.relativize(file).toString().matches("[\\w-]+/src/main/.*"))
          .flatMap(file -> METER.matcher(read(file)).results())
          .map(meter -> meter.group(1).replace('.', '_'))
          .forEach(made::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return made;
  }

  private static List<JsonObject> rules() {
    return objects(yaml("docker/prometheus/rules.yml").getJsonArray("groups"))
        .flatMap(group -> objects(group.getJsonArray("rules")))
        .toList();
  }

  private static List<JsonObject> panels(String system) {
    return objects(dashboard(system).getJsonArray("panels")).toList();
  }

  private static JsonObject defaults(JsonObject panel) {
    return panel.getJsonObject("fieldConfig").getJsonObject("defaults");
  }

  private static List<String> expressions(JsonObject panel) {
    return objects(panel.getJsonArray("targets")).map(target -> target.getString("expr")).toList();
  }

  private static JsonObject dashboard(String system) {
    return new JsonObject(read(DASHBOARDS.resolve(system + ".json")));
  }

  @SuppressWarnings("unchecked") // the root of each is a mapping
  private static JsonObject yaml(String file) {
    var settings = LoadSettings.builder().setMaxAliasesForCollections(ALIASES_MAX).build();
    var root = new Load(settings).loadFromString(read(ROOT.resolve(file)));
    return new JsonObject((Map<String, Object>) root);
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return IntStream.range(0, array.size()).mapToObj(array::getJsonObject);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
