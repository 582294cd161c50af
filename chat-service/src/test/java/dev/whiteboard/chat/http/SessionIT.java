package dev.whiteboard.chat.http;

import static dev.whiteboard.chat.http.TestChat.PASSWORD;
import static dev.whiteboard.chat.http.TestChat.credentials;
import static dev.whiteboard.chat.http.TestChat.objects;
import static dev.whiteboard.chat.http.TestChat.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.whiteboard.chat.HandClock;
import dev.whiteboard.chat.account.AccountNews;
import dev.whiteboard.chat.account.Sessions;
import dev.whiteboard.chat.http.TestChat.Answer;
import dev.whiteboard.chat.http.TestChat.Person;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.kit.http.Rfc3339;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in and out, and tokens, over HTTP, on two nodes of one database and without Redis. */
@NeedsStack(Server.POSTGRES)
final class SessionIT {
  private static final Duration HEARD_MAX = AccountNews.EVERY.multipliedBy(5);

  /** All tests are in one time, which goes on from each to the next. */
  private static final HandClock clock = new HandClock(Instant.parse("2027-02-01T08:00:00.250Z"));

  private static TestChat node;
  private static TestChat other;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node = TestChat.start(stack.databaseUrl(), clock);
    other = TestChat.start(stack.databaseUrl(), clock);
  }

  @AfterAll
  static void stop() {
    node.close();
    other.close();
  }

  @BeforeEach
  void forgetUsers() {
    node.database.query(handle -> handle.execute("TRUNCATE accounts CASCADE"));
  }

  @Test
  void signIn_rightPassword_isATokenForAnHourOnEveryNode() {
    node.signUp("ada", PASSWORD).expect(201);

    var signedIn = node.signIn("Ada", PASSWORD).expect(200).json();

    assertThat(signedIn.getString("expiresAt"))
        .isEqualTo(Rfc3339.format(clock.instant().minusMillis(250).plusSeconds(3_600)));
    assertThat(signedIn.fieldNames())
        .containsExactly("token", "refreshToken", "userId", "deviceId", "sessionId", "expiresAt");
    var token = signedIn.getString("token");
    assertThat(isGood(other, token)).isTrue();
    clock.advance(Duration.ofMillis(3_599_749));
    assertThat(isGood(node, token)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(isGood(node, token)).isFalse();
    assertThat(isGood(other, token)).isFalse();
    clock.advance(Duration.ofMillis(250)); // a quarter past the second again
  }

  @Test
  void signIn_wrongPasswordOrName_areTheSameAnswer() {
    node.signUp("ada", PASSWORD).expect(201);

    var wrong = node.signIn("ada", "not the password").expect(401);
    var unknown = node.signIn("nobody", PASSWORD).expect(401);
    var noName = node.signIn("<>", PASSWORD).expect(401);

    for (var answer : List.of(unknown, noName)) {
      assertThat(withoutRequest(answer)).isEqualTo(withoutRequest(wrong));
    }
    assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void signIn_unfitBody_is400() {
    assertThat(node.post("/api/v1/sessions", null, new JsonObject()).status()).isEqualTo(400);
    var badDevice = credentials("ada", PASSWORD).put("deviceId", "phone");
    assertThat(node.post("/api/v1/sessions", null, badDevice).status()).isEqualTo(400);
  }

  @Test
  void signIn_deviceOfTheUsersOwn_keepsItsIdAndEndsItsSessionBefore() {
    var before = node.join("ada");

    var after = signIn("ada", before.deviceId());

    assertThat(after.deviceId()).isEqualTo(before.deviceId());
    assertThat(isGood(node, before.token())).isFalse();
    assertThat(isGood(node, after.token())).isTrue();
    assertThat(refresh(node, before.refreshToken()).status()).isEqualTo(401);
  }

  @Test
  void signIn_deviceOfSomebodyElse_getsAnotherId() {
    var ada = node.join("ada");
    node.signUp("bob", PASSWORD).expect(201);

    assertThat(signIn("bob", ada.deviceId()).deviceId()).isNotEqualTo(ada.deviceId());
    assertThat(isGood(node, ada.token())).isTrue();
  }

  @Test
  void signIn_sameDeviceAtOnce_leavesOneSession() throws Exception {
    var ada = node.join("ada");

    var signedIn = together(() -> signIn("ada", ada.deviceId()), 8);

    var left = signedIn.stream().filter(person -> isGood(node, person.token())).toList();
    assertThat(left).hasSize(1);
    assertThat(sessions(left.getFirst())).hasSize(1);
  }

  @Test
  void signIn_manyDevices_endsTheLeastRecentlyUsed() {
    var first = node.join("ada");
    for (var i = 1; i < Sessions.LIVE_MAX; i++) {
      clock.advance(Duration.ofSeconds(1));
      node.signIn("ada", PASSWORD).expect(200);
    }
    assertThat(isGood(node, first.token())).isTrue();

    clock.advance(Duration.ofSeconds(1));
    var last = person("ada", node.signIn("ada", PASSWORD).json());

    assertThat(isGood(node, first.token())).isFalse();
    assertThat(sessions(last)).hasSize(Sessions.LIVE_MAX);
  }

  @Test
  void refresh_once_isANewTokenOfTheSameSession() {
    var ada = node.join("ada");
    clock.advance(Duration.ofMinutes(59));

    var fresh = refresh(other, ada.refreshToken()).expect(200).json();

    assertThat(fresh.getString("deviceId")).isEqualTo(ada.deviceId());
    assertThat(fresh.getString("userId")).isEqualTo(ada.id());
    clock.advance(Duration.ofMinutes(2));
    assertThat(isGood(node, ada.token())).isFalse();
    assertThat(isGood(node, fresh.getString("token"))).isTrue();
  }

  @Test
  void refresh_tokenThatWasUsed_endsTheSession_howeverLongAgoItWas() {
    var ada = node.join("ada");
    var second = refresh(node, ada.refreshToken()).json();
    var third = refresh(node, second.getString("refreshToken")).expect(200).json();

    assertThat(refresh(node, ada.refreshToken()).status()).isEqualTo(401);

    assertThat(refresh(node, third.getString("refreshToken")).status()).isEqualTo(401);
    assertThat(isGood(node, third.getString("token"))).isFalse();
  }

  @Test
  void refresh_sameTokenAtOnce_isExchangedOnceAtMost() throws Exception {
    var ada = node.join("ada");
    Callable<Answer> call = () -> refresh(node, ada.refreshToken());

    var statuses = together(call, 8).stream().map(Answer::status).toList();

    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    assertThat(isGood(node, ada.token())).isFalse();
  }

  @Test
  void refresh_unknownOrExpired_is401() {
    var ada = node.join("ada");

    assertThat(refresh(node, "nonsense").status()).isEqualTo(401);
    assertThat(refresh(node, "wcr_" + "A".repeat(22) + "." + "A".repeat(43)).status())
        .isEqualTo(401);
    clock.advance(Duration.ofDays(30));
    assertThat(refresh(node, ada.refreshToken()).status()).isEqualTo(401);
  }

  @Test
  void refresh_usedWithin30Days_goesOnAndOn() {
    var token = node.join("ada").refreshToken();
    for (var i = 0; i < 4; i++) {
      clock.advance(Duration.ofDays(29));
      token = refresh(node, token).expect(200).json().getString("refreshToken");
    }
  }

  @Test
  void signOut_current_isHeardOnThisNodeAtOnce_andOnTheOtherSoon() {
    var ada = node.join("ada");
    var heard = new CopyOnWriteArrayList<SessionId>();
    other.revoked.onRevoked(heard::add);
    assertThat(isGood(other, ada.token())).isTrue();

    assertThat(node.delete("/api/v1/sessions/current", ada.token()).status()).isEqualTo(204);

    assertThat(isGood(node, ada.token())).isFalse();
    assertThat(refresh(node, ada.refreshToken()).status()).isEqualTo(401);
    await().atMost(HEARD_MAX).until(() -> !isGood(other, ada.token()));
    assertThat(heard).hasSize(1);
    assertThat(node.delete("/api/v1/sessions/current", ada.token()).status()).isEqualTo(401);
  }

  @Test
  void signOut_nodeThatStartsLater_knowsOfIt(TestStack stack) throws Exception {
    var ada = node.join("ada");
    node.delete("/api/v1/sessions/current", ada.token()).expect(204);

    try (var late = TestChat.start(stack.databaseUrl(), clock)) {
      assertThat(isGood(late, ada.token())).isFalse();
    }
  }

  @Test
  void signOut_anotherDeviceOfOnes_ends_andThatOfAnotherDoesNot() {
    var phone = node.join("ada");
    clock.advance(Duration.ofSeconds(1));
    var laptop = person("ada", node.signIn("ada", PASSWORD).json());
    var bob = node.join("bob");
    var phonesId = sessions(laptop).getLast().getString("sessionId");

    assertThat(node.delete("/api/v1/sessions/" + phonesId, bob.token()).status()).isEqualTo(404);
    assertThat(isGood(node, phone.token())).isTrue();
    node.delete("/api/v1/sessions/" + phonesId, laptop.token()).expect(204);
    assertThat(isGood(node, phone.token())).isFalse();
    assertThat(node.delete("/api/v1/sessions/" + phonesId, laptop.token()).status()).isEqualTo(404);
    assertThat(node.delete("/api/v1/sessions/x", laptop.token()).status()).isEqualTo(404);
  }

  @Test
  void list_showsOnesOwnDevices_theLastUsedFirst() {
    var phone = node.join("ada");
    clock.advance(Duration.ofSeconds(1));
    var laptop = person("ada", node.signIn("ada", PASSWORD).json());
    node.join("bob");
    clock.advance(Duration.ofSeconds(1));
    refresh(node, phone.refreshToken()).expect(200);

    var seen = sessions(laptop);

    assertThat(seen)
        .extracting(session -> session.getString("deviceId"))
        .containsExactly(phone.deviceId(), laptop.deviceId());
    assertThat(seen)
        .extracting(session -> session.getBoolean("current"))
        .containsExactly(false, true);
    assertThat(seen.getFirst().getString("refreshedAt")).isEqualTo(Rfc3339.format(clock.instant()));
  }

  @Test
  void token_tamperedWith_is401() throws Exception {
    var ada = node.join("ada");
    var bob = node.join("bob");
    var parts = ada.token().split("\\.", -1);
    var bobs = bob.token().split("\\.", -1);
    var claims = SignedJWT.parse(ada.token()).getJWTClaimsSet();
    var otherKey =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("1").build(), claims);
    otherKey.sign(new MACSigner(new byte[32]));
    var unknownKey =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("2").build(), claims);
    unknownKey.sign(new MACSigner(new byte[32]));
    var otherAlgorithm =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS512).keyID("1").build(), claims);
    otherAlgorithm.sign(new MACSigner(new byte[64]));

    assertThat(
            List.of(
                new PlainJWT(claims).serialize(),
                parts[0] + "." + bobs[1] + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                otherKey.serialize(),
                unknownKey.serialize(),
                otherAlgorithm.serialize(),
                ada.token() + "A",
                ada.token() + ".A",
                "A".repeat(7_000)))
        .noneMatch(token -> isGood(node, token));
    assertThat(isGood(node, ada.token())).isTrue();
  }

  /** A second secret is put in: it signs from its time on, and both are believed. */
  @Test
  void keys_changed_tokensOfBothAreGood_untilTheOldOneIsDeleted() throws Exception {
    var before = node.join("ada");
    node.database.query(handle ->
        handle.execute(
            "INSERT INTO signing_keys VALUES (2, sha256('a'), ?)",
            Timestamp.from(clock.instant().plusSeconds(60))));
    await().atMost(HEARD_MAX).until(() -> knowsKey(node, 2) && knowsKey(other, 2));
    assertThat(keyOf(signIn("ada", before.deviceId()))).isEqualTo("1");

    clock.advance(Duration.ofSeconds(61));
    var after = node.join("bob");

    assertThat(keyOf(after)).isEqualTo("2");
    assertThat(isGood(other, after.token())).isTrue();
    node.database.query(handle -> handle.execute("DELETE FROM signing_keys WHERE id = 1"));
    await().atMost(HEARD_MAX).until(() -> !knowsKey(node, 1) && !knowsKey(other, 1));
    assertThat(isGood(node, after.token())).isTrue();
    assertThat(isGood(node, before.token())).isFalse();
    renameKey(2, 1); // for the other tests
  }

  @Test
  void forgetOld_endedLongAgo_areGone_andTheDeviceIsAnother() {
    var ada = node.join("ada");
    clock.advance(Duration.ofDays(119));
    node.sessions.forgetOld();
    assertThat(signIn("ada", ada.deviceId()).deviceId()).isEqualTo(ada.deviceId());

    clock.advance(Duration.ofDays(121));
    node.sessions.forgetOld();
    assertThat(signIn("ada", ada.deviceId()).deviceId()).isNotEqualTo(ada.deviceId());
  }

  private static void renameKey(int from, int to) {
    node.database.query(
        handle -> handle.execute("UPDATE signing_keys SET id = ? WHERE id = ?", to, from));
    await().atMost(HEARD_MAX).until(() -> knowsKey(node, to) && knowsKey(other, to));
  }

  private static boolean knowsKey(TestChat on, int id) {
    return on.keys.names().contains(Integer.toString(id));
  }

  private static String keyOf(Person person) throws Exception {
    return SignedJWT.parse(person.token()).getHeader().getKeyID();
  }

  private Person signIn(String name, String device) {
    var body = credentials(name, PASSWORD).put("deviceId", device);
    return person(name, node.post("/api/v1/sessions", null, body).expect(200).json());
  }

  private static Answer refresh(TestChat on, String token) {
    return on.post("/api/v1/sessions/refresh", null, new JsonObject().put("refreshToken", token));
  }

  private static boolean isGood(TestChat on, String token) {
    return on.get("/api/v1/users/me", token).status() == 200;
  }

  private List<JsonObject> sessions(Person of) {
    return objects(
        node.get("/api/v1/sessions", of.token()).expect(200).json().getJsonArray("sessions"));
  }

  private static JsonObject withoutRequest(Answer answer) {
    var json = answer.json();
    json.remove("requestId");
    return json;
  }

  private static <T> List<T> together(Callable<T> call, int times) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = IntStream.range(0, times).mapToObj(_ -> call).toList();
      return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }
}
