package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.PASSWORD;
import static dev.whiteboard.chat.http.TestChat.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.HandClock;
import dev.whiteboard.chat.http.TestChat.Answer;
import dev.whiteboard.chat.http.TestChat.Person;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing up, and finding others, over HTTP. */
@NeedsStack(Server.POSTGRES)
final class AccountIT {
  private static TestChat node;
  private static Person asker;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node =
        TestChat.start(stack.databaseUrl(), new HandClock(Instant.parse("2027-02-01T08:00:00Z")));
    asker = node.join("asker");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void signUp_newName_is201_andTheUserIsFound() {
    var made = node.signUp("Ada Lovelace", PASSWORD).expect(201);

    var id = made.json().getString("userId");
    assertThat(made.header("Location")).isEqualTo("/api/v1/users/" + id);
    var token = node.signIn("ada lovelace", PASSWORD).expect(200).json().getString("token");
    assertThat(node.get("/api/v1/users/" + id, token).expect(200).json())
        .isEqualTo(new JsonObject().put("userId", id).put("name", "Ada Lovelace"));
    assertThat(node.get("/api/v1/users/me", token).json().getString("userId")).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({"Zoe,zOE", "Straße,STRASSE", "ﬁona,Fiona", "ΣΊΣΥΦΟΣ,σίσυφος"})
  void signUp_nameTakenInAnotherSpelling_is409(String first, String second) {
    node.signUp(first, PASSWORD).expect(201);

    var refused = node.signUp(second, "another password");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().getString("title")).isEqualTo("Name taken");
    assertThat(fields(refused)).containsExactly("name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "a  b",
        "<b>",
        "a\u200bb",
        "-a",
        "\u3164",
        "123456789 123456789 123456789 123"
      })
  void signUp_noName_is400(String name) {
    var refused = node.signUp(name, PASSWORD);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(fields(refused)).containsExactly("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234567", "Some Body Long", "SOME BODY LONG "})
  void signUp_unfitPassword_is400(String password) {
    var refused = node.signUp("some body long", password);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(fields(refused)).containsExactly("password");
  }

  @Test
  void signUp_passwordOf128Characters_isTaken_andOneMoreIsNot() {
    assertThat(node.signUp("long1", "🙂".repeat(129)).status()).isEqualTo(400);

    node.signUp("long2", "🙂".repeat(128)).expect(201);
    node.signIn("long2", "🙂".repeat(128)).expect(200);
  }

  @Test
  void signUp_badBodies_areNamed() {
    assertThat(fields(node.post("/api/v1/users", null, new JsonObject())))
        .containsExactlyInAnyOrder("name", "password");
    var extra = credentials("extra", PASSWORD).put("admin", true);
    assertThat(fields(node.post("/api/v1/users", null, extra))).containsExactly("admin");
    var large = credentials("large", "x".repeat(5_000));
    assertThat(node.post("/api/v1/users", null, large).status()).isEqualTo(413);
    assertThat(node.send("POST", "/api/v1/users", null, null).status()).isEqualTo(415);
  }

  @Test
  void signUp_sameNameAtOnce_isOneUser() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> signUp = () -> node.signUp("twin", PASSWORD).status();
      var statuses = threads.invokeAll(Collections.nCopies(10, signUp));
      var seen = statuses.stream().map(done -> done.resultNow()).sorted().toList();

      assertThat(seen).startsWith(201).hasSize(10);
      assertThat(seen.subList(1, 10)).containsOnly(409);
    }
  }

  @Test
  void users_withoutToken_are401() {
    for (var path : List.of("/api/v1/users/me", "/api/v1/users?name=a", "/api/v1/users/x")) {
      var refused = node.get(path, null);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(node.get(path, "nonsense").status()).isEqualTo(401);
    }
  }

  @Test
  void users_unknownId_is404() {
    var token = asker.token();

    assertThat(node.get("/api/v1/users/nobody", token).status()).isEqualTo(404);
    assertThat(node.get("/api/v1/users/01943a5e-0000-7000-8000-000000000000", token).status())
        .isEqualTo(404);
  }

  @Test
  void search_beginning_findsThoseInOrder_andWhoIsCalledSoFirst() {
    var token = node.join("Fínn").token();
    for (var name : List.of("FÍNNegan", "fínn2", "fín")) {
      node.signUp(name, PASSWORD).expect(201);
    }

    assertThat(names("/api/v1/users?name=F%C3%8DNN", token))
        .containsExactly("Fínn", "fínn2", "FÍNNegan");
    assertThat(names("/api/v1/users?name=f%C3%ADnn&limit=1", token)).containsExactly("Fínn");
    assertThat(names("/api/v1/users?name=%25", token)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'',name",
    "?name=,name",
    "?name=a%00,name",
    "?name=a&limit=0,limit",
    "?name=a&limit=51,limit",
    "?name=a&limit=x,limit"
  })
  void search_badParameters_are400(String query, String field) {
    var token =
        node.signIn("searcher", PASSWORD).status() == 200
            ? node.signIn("searcher", PASSWORD).json().getString("token")
            : node.join("searcher").token();

    var refused = node.get("/api/v1/users" + query, token);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(fields(refused)).containsExactly(field);
  }

  private static List<String> names(String path, String token) {
    return node.get(path, token).expect(200).json().getJsonArray("users").stream()
        .map(user -> ((JsonObject) user).getString("name"))
        .toList();
  }

  private static List<String> fields(Answer refused) {
    return refused.json().getJsonArray("errors").stream()
        .map(error -> ((JsonObject) error).getString("field"))
        .toList();
  }
}
