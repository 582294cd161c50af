package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.whiteboard.chat.Person;
import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.chat.push.PushNodes.Answer;
import dev.whiteboard.chat.push.channel.TestBrowser;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes, on nodes that push to public addresses alone; mails go to a real server. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PushApiIT {
  private static final String PATH = "/api/v1/push-subscriptions";
  private static final URI HOOK = URI.create("https://hooks.example.org/chat?key=secret");

  private static RunningChat chat;
  private static GreenMail mails;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    chat =
        RunningChat.start(
            stack,
            "CHAT_PUSH_AFTER",
            "PT0.2S",
            "CHAT_ADMIN_KEY",
            PushNodes.ADMIN_KEY,
            "CHAT_SMTP_URL",
            "smtp://127.0.0.1:" + mails.getSmtp().getPort(),
            "CHAT_MAIL_FROM",
            "chat@whiteboard.example");
  }

  @AfterAll
  static void stop() {
    chat.close();
    mails.stop();
  }

  private static Person someone() throws Exception {
    return PushNodes.person(chat.first());
  }

  private static Answer post(Person who, JsonObject body) throws Exception {
    return PushNodes.send(chat.first(), "POST", PATH, who.token(), body);
  }

  private static JsonArray list(Person who) throws Exception {
    return PushNodes.get(chat.second(), PATH, who.token()).json().getJsonArray("subscriptions");
  }

  @Test
  void subscription_isMadeOnce_listed_andRemoved() throws Exception {
    try (var ada = someone()) {
      var made = post(ada, PushNodes.hook(HOOK));
      var again = post(ada, PushNodes.hook(HOOK));

      assertThat(made.status()).isEqualTo(201);
      assertThat(made.json().getString("secret")).startsWith("wchook_");
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.json().getString("id")).isEqualTo(made.json().getString("id"));
      assertThat(again.json().fieldNames()).doesNotContain("secret");
      var listed = list(ada);
      assertThat(listed).hasSize(1);
      assertThat(listed.getJsonObject(0).getString("target")).isEqualTo("hooks.example.org");
      assertThat(listed.getJsonObject(0).getBoolean("current")).isTrue();
      assertThat(listed.encode()).doesNotContain("secret", "wchook");
      var path = PATH + "/" + made.json().getString("id");
      assertThat(ada.request("DELETE", path)).isEqualTo(204);
      assertThat(ada.request("DELETE", path)).isEqualTo(404);
      assertThat(list(ada)).isEmpty();
    }
  }

  @Test
  void subscription_ofAnother_isNotThere() throws Exception {
    try (var ada = someone();
        var eve = someone()) {
      var id = post(ada, PushNodes.hook(HOOK)).json().getString("id");

      assertThat(eve.request("DELETE", PATH + "/" + id)).isEqualTo(404);
      assertThat(list(eve)).isEmpty();
      assertThat(confirm(eve, id, "code").status()).isEqualTo(404);
      assertThat(list(ada)).hasSize(1);
      assertThat(PushNodes.get(chat.first(), PATH, "").status()).isEqualTo(401);
    }
  }

  /** A browser shows what comes to its endpoint: that goes with who signed in there last. */
  @Test
  void browser_thatAnotherUses_isHisAlone() throws Exception {
    try (var ada = someone();
        var bob = someone()) {
      var browser =
          PushNodes.browser(URI.create("https://push.example.org/abc"), TestBrowser.create());
      assertThat(post(ada, browser).status()).isEqualTo(201);

      assertThat(post(bob, browser).status()).isEqualTo(201);

      assertThat(list(ada)).isEmpty();
      assertThat(list(bob)).hasSize(1);
    }
  }

  @Test
  void subscriptions_haveABound() throws Exception {
    try (var ada = someone()) {
      for (var i = 0; i < Subscriptions.OF_USER_MAX; i++) {
        assertThat(post(ada, PushNodes.hook(HOOK.resolve("/" + i))).status()).isEqualTo(201);
      }

      assertThat(post(ada, PushNodes.hook(HOOK.resolve("/more"))).status()).isEqualTo(422);
      assertThat(post(ada, PushNodes.hook(HOOK.resolve("/1"))).status()).isEqualTo(200);
      assertThat(list(ada)).hasSize(Subscriptions.OF_USER_MAX);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"channel\":\"\"}",
        "{\"channel\":\"pigeon\"}",
        "{\"channel\":\"webhook\"}",
        "{\"channel\":\"webhook\",\"url\":\"http://example.org/\"}",
        "{\"channel\":\"webhook\",\"url\":\"https://user@example.org/\"}",
        "{\"channel\":\"webhook\",\"url\":\"gopher://example.org/\"}",
        "{\"channel\":\"webpush\",\"endpoint\":\"https://push.example.org/\"}",
        "{\"channel\":\"webpush\",\"endpoint\":\"https://push.example.org/\",\"keys\":7}",
        "{\"channel\":\"webpush\",\"endpoint\":\"https://push.example.org/\",\"keys\":{\"p256dh\":\"AAAA\",\"auth\":\"AAAA\"}}",
        "{\"channel\":\"email\",\"address\":\"a@b.example\\r\\nBcc: c@d.example\"}",
        "{\"channel\":\"email\",\"address\":\"nobody\"}",
        "{\"channel\":\"log\",\"more\":1}",
        "{\"channel\":\"log\",\"url\":\"https://example.org/\"}"
      })
  void subscription_thatMakesNoSense_isRefused(String body) throws Exception {
    try (var ada = someone()) {
      assertThat(post(ada, new JsonObject(body)).status()).isEqualTo(400);
    }
  }

  private static Answer confirm(Person who, String id, String code) throws Exception {
    var body = new JsonObject().put("code", code);
    return PushNodes.send(chat.second(), "POST", PATH + "/" + id + "/confirm", who.token(), body);
  }

  /** No mail but that with the code goes to an address that nobody has confirmed. */
  @Test
  void mailbox_isConfirmed_andThenToldTo() throws Exception {
    try (var ada = someone();
        var bob = PushNodes.person(chat.second()).connect()) {
      var address = "Ada." + ada.id() + "@Mail.Example";
      var wish = new JsonObject().put("channel", "email").put("address", address);
      var made = post(ada, wish);
      assertThat(made.status()).isEqualTo(201);
      assertThat(made.json().getBoolean("confirmed")).isFalse();
      var id = made.json().getString("id");
      var firstCode = code(mailTo(address, 1));
      assertThat(post(ada, wish).status()).isEqualTo(200);
      var secondCode = code(mailTo(address, 2));
      assertThat(secondCode).isNotEqualTo(firstCode);

      assertThat(confirm(ada, id, firstCode).status()).isEqualTo(422);
      assertThat(confirm(bob, id, secondCode).status()).isEqualTo(404);
      assertThat(confirm(ada, id, secondCode).status()).isEqualTo(204);
      assertThat(confirm(ada, id, secondCode).status()).isEqualTo(204);
      bob.say(bob.chat("direct", ada), "you have mail");

      assertThat(mailTo(address, 3)).contains("you have mail");
    }
  }

  /** The words of the mail that is so many to this address. */
  private static String mailTo(String address, int number) throws Exception {
    await().atMost(PushNodes.WITHIN).until(() -> mailsTo(address) >= number);
    return Stream.of(mails.getReceivedMessages())
        .filter(mail -> isTo(mail, address))
        .skip(number - 1)
        .map(PushApiIT::words)
        .findFirst()
        .orElseThrow();
  }

  private static long mailsTo(String address) {
    return Stream.of(mails.getReceivedMessages()).filter(mail -> isTo(mail, address)).count();
  }

  private static boolean isTo(MimeMessage mail, String address) {
    try {
      return mail.getAllRecipients()[0].toString().equalsIgnoreCase(address);
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String words(MimeMessage mail) {
    try {
      return mail.getContent().toString();
    } catch (MessagingException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String code(String mail) {
    var code = Pattern.compile("^ {4}([a-z0-9]{20})\\s*$", Pattern.MULTILINE).matcher(mail);
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  @Test
  void codes_haveABound() throws Exception {
    try (var ada = someone()) {
      var wish = new JsonObject().put("channel", "email").put("address", ada.id() + "@x.example");
      for (var i = 0; i < 5; i++) {
        assertThat(post(ada, wish).status()).isLessThan(300);
      }

      assertThat(post(ada, wish).status()).isEqualTo(429);
      assertThat(mailsTo(ada.id() + "@x.example")).isEqualTo(5);
    }
  }

  @Test
  void codes_toOneAddress_haveABound_whoeverAsks_howeverItIsWritten() throws Exception {
    try (var ada = someone();
        var eve = someone()) {
      var lower = new JsonObject().put("channel", "email").put("address", ada.id() + "@y.example");
      var upper = lower.copy().put("address", lower.getString("address").toUpperCase(Locale.ROOT));
      for (var i = 0; i < 4; i++) {
        assertThat(post(ada, lower).status()).isLessThan(300);
      }
      assertThat(post(eve, upper).status()).isEqualTo(201);

      assertThat(post(eve, upper).status()).isEqualTo(429);
    }
  }

  @Test
  void deadLetters_areForOperatorsAlone() throws Exception {
    try (var ada = someone()) {
      var path = "/api/v1/admin/push/dead-letters";

      assertThat(PushNodes.get(chat.first(), path, "").status()).isEqualTo(401);
      assertThat(PushNodes.get(chat.first(), path, ada.token()).status()).isEqualTo(403);
      assertThat(PushNodes.get(chat.first(), path, PushNodes.ADMIN_KEY).status()).isEqualTo(200);
      assertThat(PushNodes.get(chat.first(), path + "?limit=0", PushNodes.ADMIN_KEY).status())
          .isEqualTo(400);
    }
  }

  /** A name that leads into our network is found out when it is looked up, and given up. */
  @Test
  void target_inOurOwnNetwork_isNeverConnectedTo() throws Exception {
    try (var ada = someone();
        var bob = PushNodes.person(chat.second()).connect()) {
      var made = post(ada, PushNodes.hook(URI.create("https://localhost:1/")));
      var id = made.json().getString("id");
      bob.say(bob.chat("direct", ada), "hello");

      await().atMost(PushNodes.WITHIN).until(() -> deadLetters().contains(id));
      assertThat(deadLetters()).contains("its host is none to go to");
    }
  }

  private static String deadLetters() throws Exception {
    return PushNodes.get(chat.first(), "/api/v1/admin/push/dead-letters", PushNodes.ADMIN_KEY)
        .body();
  }
}
