package dev.whiteboard.ratelimit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.RequestId;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.ratelimit.http.MediaTypes.Form;
import dev.whiteboard.ratelimit.rule.BadRulesException;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.RuleError;
import dev.whiteboard.ratelimit.rule.RuleParser;
import dev.whiteboard.ratelimit.rule.RuleWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;

/**
 * {@code GET} and {@code PUT /v1/rules}: all rules, as YAML or JSON.
 *
 * <p>They are put as a whole. Where one is bad, none is taken and the old ones stay.
 */
public final class RulesApi {
  private static final String PATH = "/v1/rules";

  /** Ten thousand rules of 200 bytes. */
  private static final long BODY_BYTES_MAX = 2 * 1024 * 1024;

  private static final Problem NEITHER =
      Problem.of(406, "Not acceptable", "Rules are application/json or application/yaml.");
  private static final Problem NO_TEXT =
      Problem.of(400, "Bad request", "The body is not UTF-8 text.");

  private final Kept rules;
  private final AdminKey admin;

  /** Where rules are kept. */
  public interface Kept {
    /** Those of the moment. */
    List<Rule> rules();

    /** Others from now on, on all nodes. */
    void replace(List<Rule> rules) throws Exception;
  }

  /** Of these rules, for whoever has the key. */
  public RulesApi(Kept rules, AdminKey admin) {
    this.rules = rules;
    this.admin = admin;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, PATH, 0, this::get);
    routes.route(HttpMethod.PUT, PATH, BODY_BYTES_MAX, this::put);
  }

  private Reply get(RoutingContext request) {
    admin.require(request);
    return reply(wanted(request), rules.rules());
  }

  private Reply put(RoutingContext request) throws Exception {
    admin.require(request);
    Requests.requireMediaType(
        request,
        "application/yaml",
        "application/json",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml");
    var form = wanted(request);
    try {
      var wanted = RuleParser.parse(text(request));
      rules.replace(wanted);
      return reply(form, wanted);
    } catch (BadRulesException e) {
      return refusal(request, e.errors());
    }
  }

  private static Form wanted(RoutingContext request) {
    var accept = String.join(",", request.request().headers().getAll(HttpHeaders.ACCEPT));
    return MediaTypes.wanted(accept).orElseThrow(NEITHER::asException);
  }

  private static String text(RoutingContext request) throws ProblemException {
    try {
      var bytes = ByteBuffer.wrap(Requests.body(request).getBytes());
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      throw NO_TEXT.asException();
    }
  }

  private static Reply reply(Form form, List<Rule> rules) {
    var text =
        switch (form) {
          case JSON -> RuleWriter.json(rules);
          case YAML -> RuleWriter.yaml(rules);
        };
    var headers =
        Map.of("Content-Type", form.mediaType(), "Cache-Control", "no-store", "Vary", "Accept");
    return new Reply(200, headers, Buffer.buffer(text));
  }

  /** A problem as any, that also says where in the text each fault is. */
  private static Reply refusal(RoutingContext request, List<RuleError> faults) {
    var problem =
        Problem.of(400, "Bad rules", "None of the rules was taken; those before still hold.");
    var errors = new JsonArray();
    for (var fault : faults) {
      errors.add(
          new JsonObject()
              .put("field", fault.field())
              .put("line", fault.line())
              .put("column", fault.column())
              .put("detail", "line " + fault.line() + ": " + fault.message()));
    }
    var plain = problem.toReply(request.request());
    var json = problem.toJson(PATH, RequestId.of(request.request())).put("errors", errors);
    return new Reply(400, plain.headers(), json.toBuffer());
  }
}
