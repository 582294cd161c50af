package dev.whiteboard.ratelimit.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class RuleWriterTest {
  private static final String YAML =
      """
      rules:
        - name: per-user
          domain: api
          match: { route: /links, user: "*" }
          algorithm: token-bucket
          limit: 100
          per: 1m
          burst: 20
          shadow: true
          store: redis
          onStoreFailure: local
          lease: 5
      """;

  @Test
  void yaml_isReadable() {
    assertThat(RuleWriter.yaml(RuleParser.parse(YAML))).isEqualTo(YAML);
  }

  @Test
  void json_isReadable() {
    assertThat(RuleWriter.json(RuleParser.parse(YAML)))
        .isEqualTo(
            """
            {"rules": [
              {"name": "per-user", "domain": "api", "match": {"route": "/links", "user": "*"}, \
            "algorithm": "token-bucket", "limit": 100, "per": "1m", "burst": 20, "shadow": true, \
            "store": "redis", "onStoreFailure": "local", "lease": 5}
            ]}
            """);
  }

  @Test
  void noRules_areReadBack() {
    assertThat(RuleParser.parse(RuleWriter.yaml(List.of()))).isEmpty();
    assertThat(RuleParser.parse(RuleWriter.json(List.of()))).isEmpty();
  }

  @Property(tries = 300)
  void written_isReadBack(@ForAll("rules") List<Rule> rules) {
    assertThat(RuleParser.parse(RuleWriter.yaml(rules))).isEqualTo(rules);
    assertThat(RuleParser.parse(RuleWriter.json(rules))).isEqualTo(rules);
  }

  /** Another reader than ours takes it too. */
  @Property(tries = 100)
  void json_isJson(@ForAll("rules") List<Rule> rules) {
    var json = new JsonObject(RuleWriter.json(rules)).getJsonArray("rules");

    assertThat(json.size()).isEqualTo(rules.size());
    for (var i = 0; i < rules.size(); i++) {
      assertThat(json.getJsonObject(i).getJsonObject("match", new JsonObject()).getMap())
          .isEqualTo(rules.get(i).match());
    }
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    return RuleArbitraries.rules();
  }
}
