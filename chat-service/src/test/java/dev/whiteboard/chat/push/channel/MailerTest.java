package dev.whiteboard.chat.push.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.push.channel.Notice.Latest;
import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import dev.whiteboard.chat.push.channel.PushOutcome.Later;
import dev.whiteboard.chat.push.channel.Target.Mailbox;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real SMTP server. */
final class MailerTest {
  private static final MailAddress FROM =
      MailAddress.parse("chat@whiteboard.example").orElseThrow();
  private static final MailAddress ADA = MailAddress.parse("ada@Example.ORG").orElseThrow();

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static Mailer mailer(int port, Duration max) {
    var url = MailServer.parse("smtp://127.0.0.1:" + port);
    return new Mailer(url, FROM, InstantSource.system(), max);
  }

  private Mailer mailer() {
    return mailer(server.getSmtp().getPort(), Duration.ofSeconds(20));
  }

  private static Notice notice(String chatName, int count, Optional<Latest> latest) {
    return new Notice(
        new SubscriptionId(UUID.randomUUID()),
        new UserId(UUID.randomUUID()),
        new ChatId(UUID.randomUUID()),
        chatName,
        count,
        7,
        latest,
        true);
  }

  @Test
  void push_arrives_withWordsOfAnyScript() throws Exception {
    var latest = Optional.of(new Latest("小明", "grüße 👋"));

    assertThat(mailer().push(new Mailbox(ADA), notice("Käse", 3, latest)))
        .isInstanceOf(Delivered.class);

    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Käse: 3 new messages");
    assertThat(mail.getContent().toString()).contains("小明: grüße 👋");
    assertThat(mail.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ada@example.org");
    assertThat(mail.getFrom()).extracting(Object::toString).containsExactly(FROM.text());
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getMessageID()).endsWith("@whiteboard.example>");
  }

  @Test
  void push_sealed_hasNoWords() throws Exception {
    var _ = mailer().push(new Mailbox(ADA), notice("Secret", 1, Optional.empty()));

    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Secret: new message");
    assertThat(mail.getContent().toString()).contains("only members can read");
  }

  /** What users call a chat or themselves stays in the one line that it is put in. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nBcc: eve@example.org",
        "x\nBcc: eve@example.org\n\nbody",
        "x\rBcc: eve@example.org",
        "x\u2028Bcc: eve@example.org",
        "x\u0000\u000bBcc: eve@example.org"
      })
  void push_lineEndsInAName_addNoHeader(String name) throws Exception {
    var latest = Optional.of(new Latest(name, "words\r\n.\r\nMAIL FROM:<eve@example.org>"));

    assertThat(mailer().push(new Mailbox(ADA), notice(name, 2, latest)))
        .isInstanceOf(Delivered.class);

    assertThat(server.getReceivedMessages()).hasSize(1);
    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getSubject()).startsWith("x").endsWith(": 2 new messages");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "@example.org",
        "ada@",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org, eve@example.org",
        "ada@example.org,eve@example.org",
        "Ada <ada@example.org>",
        "\"a b\"@example.org",
        "ada@-example.org",
        "ada@exa_mple.org",
        "ada.@example.org",
        ".ada@example.org",
        "a..da@example.org",
        "ada@example..org",
        "adä@example.org",
        "ada@[127.0.0.1]"
      })
  void address_thatIsNone_isRefused(String text) {
    assertThat(MailAddress.parse(text)).isEmpty();
    assertThat(MailAddress.parse("a".repeat(65) + "@example.org")).isEmpty();
    assertThat(MailAddress.parse("ada+chat@mail.example.org")).isPresent();
  }

  @Test
  void push_serverThatSaysNothing_isGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var mailer = mailer(silent.getLocalPort(), Duration.ofMillis(300));

      assertThat(mailer.push(new Mailbox(ADA), notice("x", 1, Optional.empty())))
          .isInstanceOf(Later.class);
    }
  }

  /** Nobody loses an address by what a server thinks of us, or of what we say. */
  @ParameterizedTest
  @CsvSource({
    "250 yes, 250 yes, 250 yes, Delivered",
    "250 yes, 550 5.1.1 no such user, -, Gone",
    "250 yes, 550-5.1.1 the account|550 5.1.1 does not exist, -, Gone",
    "250 yes, 553 5.1.3 bad address, -, Gone",
    "250 yes, 550 5.1.10 null MX, -, Gone",
    "250 yes, 550 5.7.1 we don't know you, -, Refused",
    "250 yes, 550 5.1.8 bad sender, -, Refused",
    "250 yes, 550 no, -, Refused",
    "250 yes, 554 5.1.1 no, -, Refused",
    "250 yes, 450 4.2.1 busy, -, Later",
    "550 5.7.1 not from you, -, -, Refused",
    "550 5.1.1 not from you, -, -, Refused",
    "451 4.3.0 busy, -, -, Later",
    "250 yes, 250 yes, 550 5.1.1 spam, Refused",
    "250 yes, 250 yes, 452 4.3.1 full, Later"
  })
  void push_reply_hasItsMeaning(String toFrom, String toAddress, String toMail, String outcome)
      throws Exception {
    try (var scripted = TestSmtp.start(toFrom, toAddress, toMail)) {
      assertThat(scripted.mailer().push(new Mailbox(ADA), notice("x", 1, Optional.empty())))
          .extracting(each -> each.getClass().getSimpleName())
          .isEqualTo(outcome);
    }
  }

  @Test
  void push_noServer_isLater() {
    var port = server.getSmtp().getPort();
    server.stop();

    assertThat(mailer(port, Duration.ofSeconds(5)).sendCode(ADA, "code")).isInstanceOf(Later.class);
  }

  @Test
  void server_urls_areRead() {
    assertThat(MailServer.parse("smtps://u%40x:p+%3A@mail.example"))
        .isEqualTo(
            new MailServer(
                "mail.example", 465, true, Optional.of(new MailServer.Login("u@x", "p+:"))));
    assertThat(MailServer.parse("smtp://mail.example").port()).isEqualTo(587);
    for (var bad : new String[] {"http://x", "smtp:", "smtp://user@x", "x"}) {
      assertThatThrownBy(() -> MailServer.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(MailServer.parse("smtp://u:secret@x").toString()).doesNotContain("secret");
  }
}
