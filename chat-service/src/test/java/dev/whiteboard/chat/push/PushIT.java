package dev.whiteboard.chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.whiteboard.chat.Person;
import dev.whiteboard.chat.push.channel.TestBrowser;
import dev.whiteboard.chat.push.channel.TestTargets.Answer;
import dev.whiteboard.chat.push.channel.TestTargets.Received;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is away is told, over two nodes. A message waits for a device for a moment only. */
class PushIT extends OnPushNodes {
  @Override
  String[] settings() {
    return new String[] {"CHAT_PUSH_AFTER", "PT0.2S", "CHAT_PUSH_TIMEOUT", "PT5S"};
  }

  private Person first() throws Exception {
    return PushNodes.person(chat.first());
  }

  private Person second() throws Exception {
    return PushNodes.person(chat.second());
  }

  @Test
  void away_browserIsPushedTo_encrypted_andSigned() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      var bobName = PushNodes.lastName();
      var browser = TestBrowser.create();
      ada.post("/api/v1/push-subscriptions", PushNodes.browser(targets.url("/push/ada"), browser));
      var room = bob.chat("direct", ada);
      bob.say(room, "are you there?");

      var received = targets.next();
      assertThat(received.path()).isEqualTo("/push/ada");
      assertThat(received.header("TTL")).isEqualTo("86400");
      assertThat(received.header("Urgency")).isEqualTo("high");
      assertThat(received.header("Topic")).matches("[A-Za-z0-9_-]{32}");
      assertThat(received.header("Content-Encoding")).isEqualTo("aes128gcm");
      var said = new JsonObject(new String(browser.decrypt(received.body()), UTF_8));
      assertThat(said.getString("chat")).isEqualTo(room);
      assertThat(said.getString("name")).isEqualTo(bobName);
      assertThat(said.getString("from")).isEqualTo(bobName);
      assertThat(said.getString("words")).isEqualTo("are you there?");
      assertThat(said.getInteger("count")).isEqualTo(1);
      assertSigned(received);
    }
  }

  /** VAPID, by a library that is not ours, with the key that browsers are told, on any node. */
  private void assertSigned(Received received) throws Exception {
    var key = PushNodes.get(chat.first(), "/api/v1/push-key", "").json().getString("publicKey");
    var other = PushNodes.get(chat.second(), "/api/v1/push-key", "").json();
    assertThat(other.getString("publicKey")).isEqualTo(key);
    var authorization = received.header("Authorization");
    assertThat(authorization).startsWith("vapid t=").endsWith(", k=" + key);
    var token =
        SignedJWT.parse(authorization.substring("vapid t=".length(), authorization.indexOf(',')));
    assertThat(token.verify(new ECDSAVerifier((ECPublicKey) TestBrowser.key(key)))).isTrue();
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("http://" + targets.url("/").getAuthority());
    assertThat(claims.getExpirationTime().toInstant())
        .isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(24)));
    assertThat(claims.getSubject()).startsWith("mailto:");
  }

  @Test
  void away_webhookIsPostedTo_signedWithItsSecret() throws Exception {
    try (var ada = second();
        var bob = first().connect()) {
      var secret = PushNodes.subscribe(ada, targets.url("/hook")).getString("secret");
      bob.say(bob.chat("direct", ada), "hello");

      var received = targets.next();
      var time = received.header("Whiteboard-Timestamp");
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(UTF_8));
      assertThat(received.header("Whiteboard-Signature"))
          .isEqualTo("v1=" + HexFormat.of().formatHex(mac.doFinal(received.body())));
      assertThat(Instant.ofEpochSecond(Long.parseLong(time)))
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }
  }

  @Test
  void group_isQuiet_exceptForWhoIsNamed_andTellsNotTheSender() throws Exception {
    try (var ada = first();
        var bob = second();
        var cyd = first().connect()) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      PushNodes.subscribe(cyd, targets.url("/cyd"));
      var room = cyd.chat("group", ada, bob);
      cyd.say(room, "hello all");
      assertThat(hear("/ada").getBoolean("urgent")).isFalse();
      var adaName = adaName(ada, cyd);
      cyd.say(room, "@" + adaName.toUpperCase(Locale.ROOT) + ": you?");

      var named = hear("/ada");
      assertThat(named.getBoolean("urgent")).isTrue();
      assertThat(named.getInteger("count")).isEqualTo(2);
      assertThat(targets.at("/cyd")).isEmpty();
    }
  }

  private String adaName(Person ada, Person asking) throws Exception {
    return PushNodes.get(chat.first(), "/api/v1/users/" + ada.id(), asking.token())
        .json()
        .getString("name");
  }

  /** What only members can read, nobody in between is told. */
  @Test
  void encrypted_isToldWithoutWords() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      var chatOfBoth =
          new JsonObject()
              .put("kind", "direct")
              .put("members", new JsonArray().add(ada.id()))
              .put("encrypted", true);
      var room = bob.post("/api/v1/chats", chatOfBoth).getString("chatId");
      bob.send(
          new JsonObject()
              .put("t", "send")
              .put("mid", "01900000-0000-7000-8000-000000000001")
              .put("chat", room)
              .put("kind", "text")
              .put("ciphertext", Base64.getEncoder().encodeToString("sealed".getBytes(UTF_8))));

      var told = hear("/ada");
      assertThat(told.getString("text")).isEqualTo("new message");
      assertThat(told.fieldNames()).doesNotContain("from", "words");
      assertThat(told.encode()).doesNotContain("sealed");
    }
  }

  /** Each that comes to the webhook is pushed; of edits and deletions nothing does. */
  @Test
  void edits_deletions_andWhatTheServiceSays_areNotPushed() throws Exception {
    try (var ada = first();
        var bob = second().connect();
        var cyd = first()) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      var room = bob.chat("group", ada);
      bob.say(room, "one");
      assertThat(hear("/ada").getString("words")).isEqualTo("one");
      change(bob, room, "edit", "won");
      change(bob, room, "delete", null);
      bob.post(
          "/api/v1/chats/" + room + "/members",
          new JsonObject().put("members", new JsonArray().add(cyd.id())));
      bob.say(room, "two");

      var told = hear("/ada");
      assertThat(told.getString("words")).isEqualTo("two");
      assertThat(told.getInteger("count")).as("the first was deleted").isEqualTo(1);
      assertThat(targets.at("/ada")).hasSize(2);
    }
  }

  private static void change(Person who, String room, String kind, @Nullable String words)
      throws Exception {
    var frame =
        new JsonObject()
            .put("t", "send")
            .put("mid", UUID.randomUUID().toString())
            .put("chat", room)
            .put("kind", kind)
            .put("ref", 1);
    who.send(words == null ? frame : frame.put("body", words));
  }

  @Test
  void gone_endsTheSubscription() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      targets.answer(_ -> new Answer(410));
      PushNodes.subscribe(ada, targets.url("/gone"));
      bob.say(bob.chat("direct", ada), "hello");

      await().atMost(PushNodes.WITHIN).until(() -> subscriptions(ada).isEmpty());
      assertThat(targets.at("/gone")).hasSize(1);
    }
  }

  private JsonArray subscriptions(Person person) throws Exception {
    return PushNodes.get(chat.second(), "/api/v1/push-subscriptions", person.token())
        .json()
        .getJsonArray("subscriptions");
  }

  @Test
  void failing_isTriedAgain_untilItIsTaken() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      var tries = new AtomicInteger();
      targets.answer(_ ->
          tries.incrementAndGet() < 3
              ? new Answer(503, Map.of("Retry-After", "0"), new byte[0])
              : new Answer(200));
      PushNodes.subscribe(ada, targets.url("/often"));
      bob.say(bob.chat("direct", ada), "hello");

      var first = hear("/often");
      assertThat(hear("/often").getString("id")).isEqualTo(first.getString("id"));
      assertThat(hear("/often").getString("id")).isEqualTo(first.getString("id"));
      await()
          .atMost(PushNodes.WITHIN)
          .until(() -> metric("chat_push_total{channel=\"webhook\",result=\"later\"}") >= 2);
    }
  }

  /** A web server that is set up anew is no webhook that has gone. */
  @Test
  void notFound_webhook_isTriedAgain() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      var tries = new AtomicInteger();
      targets.answer(_ -> new Answer(tries.incrementAndGet() < 2 ? 404 : 200));
      PushNodes.subscribe(ada, targets.url("/moved"));
      bob.say(bob.chat("direct", ada), "hello");

      var first = hear("/moved");
      assertThat(hear("/moved").getString("id")).isEqualTo(first.getString("id"));
      assertThat(subscriptions(ada)).hasSize(1);
    }
  }

  @Test
  void notFound_browser_endsTheSubscription() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      targets.answer(_ -> new Answer(404));
      var browser = PushNodes.browser(targets.url("/browser"), TestBrowser.create());
      ada.post("/api/v1/push-subscriptions", browser);
      bob.say(bob.chat("direct", ada), "hello");

      await().atMost(PushNodes.WITHIN).until(() -> subscriptions(ada).isEmpty());
    }
  }

  private double metric(String name) throws Exception {
    var sum = 0.0;
    for (var node : new URI[] {chat.first(), chat.second()}) {
      sum +=
          PushNodes.get(node, "/metrics", "")
              .body()
              .lines()
              .filter(line -> line.startsWith(name))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
    }
    return sum;
  }

  @Test
  void failingForGood_isGivenUp_andToldToOperators() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      targets.answer(_ -> new Answer(500));
      var subscription = PushNodes.subscribe(ada, targets.url("/never")).getString("id");
      bob.say(bob.chat("direct", ada), "hello");

      await().atMost(PushNodes.WITHIN).until(() -> !deadLetter(subscription).isEmpty());
      var letter = deadLetter(subscription);
      assertThat(letter.getInteger("attempts")).isEqualTo(3);
      assertThat(letter.getString("reason")).isEqualTo("it answered 500");
      assertThat(letter.getString("channel")).isEqualTo("webhook");
      assertThat(letter.getString("user")).isEqualTo(ada.id());
      assertThat(letter.encode()).doesNotContain("never").doesNotContain("hello");
      assertThat(targets.at("/never")).hasSize(3);
    }
  }

  private JsonObject deadLetter(String subscription) throws Exception {
    return deadLetters(subscription).stream().findFirst().orElseGet(JsonObject::new);
  }

  private List<JsonObject> deadLetters(String subscription) throws Exception {
    var path = "/api/v1/admin/push/dead-letters?limit=200";
    return PushNodes.get(chat.first(), path, PushNodes.ADMIN_KEY)
        .json()
        .getJsonArray("deadLetters")
        .stream()
        .map(JsonObject.class::cast)
        .filter(letter -> letter.getString("subscription").equals(subscription))
        .toList();
  }

  /** Each chat has a push of its own, and each is given up at once. */
  @Test
  void refusingEverything_endsTheSubscription() throws Exception {
    try (var ada = first();
        var bob = second().connect()) {
      targets.answer(_ -> new Answer(400));
      var subscription = PushNodes.subscribe(ada, targets.url("/refusing")).getString("id");
      for (var i = 0; i < 19; i++) {
        bob.say(bob.chat("group", ada), "hello");
      }
      await().atMost(PushNodes.WITHIN).until(() -> deadLetters(subscription).size() == 19);
      assertThat(subscriptions(ada)).hasSize(1);

      bob.say(bob.chat("group", ada), "hello");

      await().atMost(PushNodes.WITHIN).until(() -> subscriptions(ada).isEmpty());
      assertThat(deadLetters(subscription)).hasSize(20);
    }
  }

  /** Who signs out is told no more, wherever that was. */
  @Test
  void signedOut_isToldNoMore() throws Exception {
    try (var ada = first();
        var bob = second();
        var cyd = first().connect()) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      PushNodes.subscribe(bob, targets.url("/bob"));
      var room = cyd.chat("group", ada, bob);
      assertThat(ada.at(chat.second()).request("DELETE", "/api/v1/sessions/current"))
          .isEqualTo(204);
      cyd.say(room, "hello");

      hear("/bob");
      cyd.say(room, "and again");
      hear("/bob");
      assertThat(targets.at("/ada")).isEmpty();
    }
  }
}
