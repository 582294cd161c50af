package dev.whiteboard.chat.push;

import dev.whiteboard.chat.push.channel.MailAddress;
import dev.whiteboard.chat.push.channel.MailServer;
import dev.whiteboard.chat.push.channel.OutsideHttp;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be set of pushes.
 *
 * @param times how long things take
 * @param retries when a push that failed is tried again
 * @param senders how many pushes a node tells at once
 * @param privateTargets whether they go to our own network and without TLS, too
 * @param contact where push services reach the operator
 * @param mail how mails go out; empty for none
 */
public record PushSettings(
    PushTimes times,
    Retries retries,
    int senders,
    boolean privateTargets,
    String contact,
    Optional<Mail> mail) {
  private static final IntRange ATTEMPTS = new IntRange(1, 1_000);
  private static final IntRange SENDERS = new IntRange(1, OutsideHttp.CALLERS_MAX);
  private static final String SMTP_URL = "CHAT_SMTP_URL";
  private static final String MAIL_FROM = "CHAT_MAIL_FROM";

  /**
   * How mails go out.
   *
   * @param server which takes them
   * @param from whom they are from
   */
  public record Mail(MailServer server, MailAddress from) {}

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  public static PushSettings read(Settings settings) {
    return new PushSettings(
        times(settings),
        retries(settings),
        settings.integer("CHAT_PUSH_SENDERS", 32, SENDERS, "pushes that a node sends at once"),
        settings.parsed(
            "CHAT_PUSH_PRIVATE_TARGETS",
            "false",
            "whether pushes may go to addresses of our own network, for tests and demos",
            PushSettings::yesOrNo,
            "true or false"),
        settings.parsed(
            "CHAT_PUSH_CONTACT",
            "mailto:operator@localhost",
            "where push services reach the operator",
            PushSettings::contact,
            "a mailto: or https: URL"),
        mail(settings));
  }

  private static PushTimes times(Settings settings) {
    return new PushTimes(
        settings.duration(
            "CHAT_PUSH_AFTER",
            Duration.ofSeconds(3),
            "what a message waits for a device before it is pushed"),
        settings.duration(
            "CHAT_PUSH_TIMEOUT", Duration.ofSeconds(10), "what a push may take on its way out"));
  }

  private static Retries retries(Settings settings) {
    return new Retries(
        settings.duration(
            "CHAT_PUSH_BACKOFF",
            Duration.ofSeconds(2),
            "the longest wait after a push's first failure; it doubles"),
        settings.integer(
            "CHAT_PUSH_ATTEMPTS", 100, ATTEMPTS, "failures of a push before it is given up"));
  }

  private static Optional<Mail> mail(Settings settings) {
    var server =
        settings.parsed(
            SMTP_URL,
            "the mail server that takes mails from us; without it there are none",
            MailServer::parse,
            "smtp://host:port or smtps://user:password@host:port");
    var from = settings.parsed(MAIL_FROM, "whom mails are from", PushSettings::from, "an address");
    if (server.isPresent() != from.isPresent()) {
      throw new BadSettingException(
          server.isPresent() ? MAIL_FROM : SMTP_URL, "is missing, while the other is given");
    }
    return server.map(present -> new Mail(present, from.orElseThrow()));
  }

  private static MailAddress from(String text) {
    return MailAddress.parse(text).orElseThrow(IllegalArgumentException::new);
  }

  private static String contact(String text) {
    if (!text.startsWith("mailto:") && !text.startsWith("https:")) {
      throw new IllegalArgumentException("neither");
    }
    return text;
  }

  private static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }
}
