package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body, read field by field and sent back as it was understood. */
final class JsonFieldsTest {
  private static final String JSON = "application/json";

  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        TestServer.start(
            routes -> routes.route(HttpMethod.POST, "/teas", 10_000, JsonFieldsTest::sendBack));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Reply sendBack(RoutingContext request) {
    var fields =
        JsonFields.of(
            request, Set.of("name", "note", "cups", "at", "tags", "steps", "pots", "milk"));
    var read = new JsonObject().put("name", fields.text("name", 5));
    fields.optionalText("note", 5).ifPresent(note -> read.put("note", note));
    fields.optionalInteger("cups", new IntRange(1, 9)).ifPresent(cups -> read.put("cups", cups));
    fields.optionalInstant("at").ifPresent(at -> read.put("at", at.toString()));
    read.put("tags", new JsonArray(fields.texts("tags", 2, 3)));
    if (fields.has("pots")) {
      read.put("pots", fields.integer("pots", new IntRange(1, 9)));
      read.put("steps", new JsonArray(fields.integers("steps", 2, new IntRange(1, 9))));
    }
    if (fields.has("milk")) {
      var milk = fields.object("milk", Set.of("of", "fat"));
      read.put("milk", milk.text("of", 5) + milk.integer("fat", new IntRange(0, 9)));
    }
    fields.check();
    return Reply.json(200, read);
  }

  @Test
  void of_allFields_areRead() {
    var sent =
        """
        {"name": "assam", "note": "good", "cups": 9, "at": "2027-01-31T12:00:00+01:00",
         "tags": ["a", "b"]}
        """;

    assertThat(accepted(sent))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "assam", "note": "good", "cups": 9, "at": "2027-01-31T11:00:00Z",
                 "tags": ["a", "b"]}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"assam\"}",
        "{\"name\":\"assam\",\"note\":null,\"cups\":null,\"at\":null,\"tags\":null}",
        "{\"name\":\"assam\",\"tags\":[]}"
      })
  void of_optionalFieldsMissingOrNull_areEmpty(String sent) {
    assertThat(accepted(sent)).isEqualTo(new JsonObject("{\"name\": \"assam\", \"tags\": []}"));
  }

  @Test
  void of_wholeNumbers_areRead() {
    assertThat(accepted("{\"name\":\"a\",\"pots\":2,\"steps\":[1,9]}"))
        .isEqualTo(new JsonObject("{\"name\":\"a\",\"tags\":[],\"pots\":2,\"steps\":[1,9]}"));
    assertThat(accepted("{\"name\":\"a\",\"pots\":2,\"steps\":null}"))
        .isEqualTo(new JsonObject("{\"name\":\"a\",\"tags\":[],\"pots\":2,\"steps\":[]}"));
  }

  @Test
  void object_itsFields_areRead() {
    assertThat(accepted("{\"name\":\"a\",\"milk\":{\"of\":\"oat\",\"fat\":2}}"))
        .isEqualTo(new JsonObject("{\"name\":\"a\",\"tags\":[],\"milk\":\"oat2\"}"));
  }

  /** The field's problem, by what is sent as the whole body; each is the only one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name | is missing",
        "{'name':'a','milk':null} | milk | is missing",
        "{'name':'a','milk':7} | milk | must be an object",
        "{'name':'a','milk':{'of':'oat'}} | milk.fat | is missing",
        "{'name':'a','milk':{'of':'oat','fat':1,'x':1}} | milk.x | is not a field of this request",
        "{'name':null} | name | is missing",
        "{'name':''} | name | is blank",
        "{'name':' '} | name | is blank",
        "{'name':7} | name | must be a string",
        "{'name':['a']} | name | must be a string",
        "{'name':'darjee'} | name | is longer than 5 characters",
        "{'name':'a\\u0000'} | name | holds a NUL or half a character",
        "{'name':'a\\ud83d'} | name | holds a NUL or half a character",
        "{'name':'a\\ude00b'} | name | holds a NUL or half a character",
        "{'name':'a','note':{}} | note | must be a string",
        "{'name':'a','note':''} | note | is blank",
        "{'name':'a','cups':0} | cups | must be a whole number from 1 to 9",
        "{'name':'a','cups':10} | cups | must be a whole number from 1 to 9",
        "{'name':'a','cups':1.5} | cups | must be a whole number from 1 to 9",
        "{'name':'a','cups':'1'} | cups | must be a whole number from 1 to 9",
        "{'name':'a','cups':true} | cups | must be a whole number from 1 to 9",
        "{'name':'a','cups':4294967297} | cups | must be a whole number from 1 to 9",
        "{'name':'a','cups':99999999999999999999999} | cups | must be a whole number from 1 to 9",
        "{'name':'a','at':'tomorrow'} | at | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','at':'2027-01-31'} | at | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','at':'2027-02-30T00:00:00Z'} | at"
            + " | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','at':'+300000-01-01T00:00:00Z'} | at"
            + " | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','at':'9999-12-31T23:59:59-12:00'} | at"
            + " | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','at':'0000-01-01T00:00:00+12:00'} | at"
            + " | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','at':'-0001-01-01T00:00:00Z'} | at"
            + " | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','at':1800000000} | at"
            + " | must be an RFC 3339 time such as 2027-01-31T12:00:00Z",
        "{'name':'a','tags':'b'} | tags | must be a list of strings",
        "{'name':'a','tags':{}} | tags | must be a list of strings",
        "{'name':'a','tags':['a','b','c']} | tags | has more than 2 entries",
        "{'name':'a','tags':['long']} | tags | must hold strings of 1 to 3 characters",
        "{'name':'a','tags':[' ']} | tags | must hold strings of 1 to 3 characters",
        "{'name':'a','tags':['b',7]} | tags | must hold strings of 1 to 3 characters",
        "{'name':'a','tags':[null]} | tags | must hold strings of 1 to 3 characters",
        "{'name':'a','tags':['\\u0000']} | tags | must hold strings of 1 to 3 characters",
        "{'name':'a','pots':null} | pots | is missing",
        "{'name':'a','pots':0} | pots | must be a whole number from 1 to 9",
        "{'name':'a','pots':'1'} | pots | must be a whole number from 1 to 9",
        "{'name':'a','pots':1,'steps':1} | steps | must be a list of whole numbers",
        "{'name':'a','pots':1,'steps':[1,2,3]} | steps | has more than 2 entries",
        "{'name':'a','pots':1,'steps':[0]} | steps | must hold whole numbers from 1 to 9",
        "{'name':'a','pots':1,'steps':[1.5]} | steps | must hold whole numbers from 1 to 9",
        "{'name':'a','pots':1,'steps':['1']} | steps | must hold whole numbers from 1 to 9",
        "{'name':'a','pots':1,'steps':[null]} | steps | must hold whole numbers from 1 to 9",
        "{'name':'a','colour':'b'} | colour | is not a field of this request",
      })
  void of_badField_isNamed(String sent, String field, String detail) {
    assertThat(errorsOf(sent.replace('\'', '"')))
        .isEqualTo(new JsonArray().add(error(field, detail)));
  }

  @Test
  void of_severalBadFields_areAllNamedAtOnce() {
    assertThat(errorsOf("{\"nam\":\"assam\",\"cups\":0,\"at\":\"x\",\"tags\":1}"))
        .isEqualTo(
            new JsonArray()
                .add(error("nam", "is not a field of this request"))
                .add(error("name", "is missing"))
                .add(error("cups", "must be a whole number from 1 to 9"))
                .add(error("at", "must be an RFC 3339 time such as 2027-01-31T12:00:00Z"))
                .add(error("tags", "must be a list of strings")));
  }

  @Test
  void of_characterBeyondTheBasicPlane_isFine() {
    assertThat(accepted("{\"name\":\"\\ud83c\\udf75\"}").getString("name")).isEqualTo("🍵");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "\"name\"",
        "{",
        "{\"name\"}",
        "{'name':'a'}",
        "{\"name\":}",
        "{\"name\":\"a\"} x",
        "{\"name\":\"a\",}",
        "{\"name\":NaN}",
        "name=a"
      })
  void of_noJsonObject_is400(String sent) {
    var answer = post(sent, JSON);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("detail"))
        .isEqualTo("The body is not a JSON object.");
  }

  @Test
  void of_nestedBeyondReason_is400() {
    assertThat(post("{\"name\":" + "[".repeat(4_000), JSON).statusCode()).isEqualTo(400);
    assertThat(post("{\"name\":" + "[".repeat(4_000) + "]".repeat(4_000) + "}", JSON).statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, "application/json; charset=utf-8", "APPLICATION/JSON"})
  void of_declaredAsJson_isRead(String type) {
    assertThat(post("{\"name\":\"a\"}", type).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json"})
  void of_declaredAsSomethingElse_is415(String type) {
    assertThat(post("{\"name\":\"a\"}", type).statusCode()).isEqualTo(415);
  }

  @Test
  void of_notDeclared_is415() {
    assertThat(server.send("POST", "/teas", "{\"name\":\"a\"}").statusCode()).isEqualTo(415);
  }

  /** Read as if it were not packed, it would be no JSON: 400 would send the client astray. */
  @Test
  void of_compressed_is415() {
    var body = "{\"name\":\"a\"}";

    assertThat(
            server
                .send("POST", "/teas", body, "Content-Type", JSON, "Content-Encoding", "gzip")
                .statusCode())
        .isEqualTo(415);
    assertThat(
            server
                .send("POST", "/teas", body, "Content-Type", JSON, "Content-Encoding", "identity")
                .statusCode())
        .isEqualTo(200);
  }

  private static JsonObject accepted(String sent) {
    var answer = post(sent, JSON);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private static JsonArray errorsOf(String sent) {
    var answer = post(sent, JSON);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return new JsonObject(answer.body()).getJsonArray("errors");
  }

  private static JsonObject error(String field, String detail) {
    return new JsonObject().put("field", field).put("detail", detail);
  }

  private static HttpResponse<String> post(String sent, String type) {
    return server.send("POST", "/teas", sent, "Content-Type", type);
  }
}
