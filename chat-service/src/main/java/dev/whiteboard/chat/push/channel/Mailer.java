package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import dev.whiteboard.chat.push.channel.PushOutcome.Gone;
import dev.whiteboard.chat.push.channel.PushOutcome.Later;
import dev.whiteboard.chat.push.channel.PushOutcome.Refused;
import dev.whiteboard.chat.push.channel.Target.Mailbox;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends mails: plain text, to one address, through one mail server.
 *
 * <p>Names and words of users stand in it. In headers they are encoded, and no line end is left in
 * them; so nobody adds a header or a recipient by what he calls a chat.
 */
public final class Mailer implements PushChannel<Mailbox> {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  /** A mail with a code is waited for by who asked for it. */
  private static final Duration CODE_MAX = Duration.ofSeconds(5);

  /**
   * Replies to an address that mean that it leads nowhere (RFC 3463, section 3.2; RFC 7505). A 550
   * by itself may as well be about us, or about what we say.
   */
  private static final Pattern NO_MAILBOX = Pattern.compile("55[013][ -]5\\.1\\.(?:[1236]|10)\\b");

  private static final int FOR_GOOD = 500;

  private static final String FOOTER =
      """


      You get this mail because you asked the chat for it. Remove the address there to get no more.
      """;

  private final Session session;
  private final MailAddress from;
  private final InstantSource clock;
  private final Duration max;

  /**
   * Through this server.
   *
   * @param from whom mails are from
   * @param max how long a mail may take to be handed over
   */
  public Mailer(MailServer server, MailAddress from, InstantSource clock, Duration max) {
    this.session = session(server, from, max);
    this.from = from;
    this.clock = clock;
    this.max = max;
  }

  private static Session session(MailServer server, MailAddress from, Duration max) {
    var settings = new Properties();
    var protocol = server.tls() ? "smtps" : "smtp";
    settings.setProperty("mail.transport.protocol", protocol);
    settings.setProperty("mail.from", from.text()); // else ids of mails tell this machine's name
    var prefix = "mail." + protocol + ".";
    settings.setProperty(prefix + "host", server.host());
    settings.setProperty(prefix + "port", Integer.toString(server.port()));
    settings.setProperty(prefix + "connectiontimeout", Long.toString(CONNECT_MAX.toMillis()));
    settings.setProperty(prefix + "timeout", Long.toString(max.toMillis()));
    settings.setProperty(prefix + "quitwait", "false"); // it has the mail by then
    settings.setProperty(prefix + "ssl.checkserveridentity", "true");
    settings.setProperty(prefix + "starttls.enable", "true");
    settings.setProperty(prefix + "starttls.required", "" + server.login().isPresent());
    settings.setProperty(prefix + "auth", "" + server.login().isPresent());
    return Session.getInstance(settings, server.login().map(Mailer::authenticator).orElse(null));
  }

  private static Authenticator authenticator(MailServer.Login login) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(login.user(), login.password());
      }
    };
  }

  @Override
  public PushOutcome push(Mailbox target, Notice notice) {
    var subject = notice.chatName() + ": " + notice.counted();
    return send(max, () -> message(target.address(), subject, text(notice)));
  }

  /** Sends the code that shows that the mailbox is his who asks for mails to it. */
  public PushOutcome sendCode(MailAddress to, String code) {
    var text =
        """
        Somebody, we hope you, wants to be told by mail what he misses in the chat. The code is

            %s

        and is good for a day. If that was not you, do nothing: no other mail will come.
        """
            .formatted(code);
    var bound = max.compareTo(CODE_MAX) < 0 ? max : CODE_MAX;
    return send(bound, () -> message(to, "Your code for the chat", text));
  }

  private static String text(Notice notice) {
    var said =
        notice
            .latest()
            .map(latest -> latest.from() + ": " + latest.words())
            .orElse("What it says only members can read.");
    return notice.counted() + " in " + notice.chatName() + "\n\n" + said + FOOTER;
  }

  private static PushOutcome send(Duration max, Callable<MimeMessage> message) {
    try {
      return Deadline.call(
          max,
          () -> {
            Transport.send(message.call());
            return new Delivered();
          });
    } catch (TimeoutException e) {
      return new Later(Optional.empty(), "the mail server does not answer");
    } catch (ExecutionException e) {
      return meaning(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Later(Optional.empty(), "this node ends");
    }
  }

  private MimeMessage message(MailAddress to, String subject, String text)
      throws MessagingException {
    var message = new MimeMessage(session);
    message.setFrom(new InternetAddress(from.text(), true));
    message.setRecipient(RecipientType.TO, new InternetAddress(to.text(), true));
    message.setSubject(oneLine(subject), UTF_8.name());
    message.setText(text, UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no absence note comes back
    return message;
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ");
  }

  /** What is wrong is in the last of a chain of failures. */
  private static PushOutcome meaning(@Nullable Throwable failure) {
    var code = 0;
    for (var each = failure; each != null; each = next(each)) {
      if (isNoMailbox(each)) {
        return new Gone();
      }
      code = Math.max(code, code(each));
    }
    return code >= FOR_GOOD
        ? new Refused("the mail server answered " + code)
        : new Later(Optional.empty(), "the mail server does not take it now");
  }

  private static boolean isNoMailbox(Throwable failure) {
    return failure instanceof SMTPAddressFailedException address
        && address.getMessage() != null
        && NO_MAILBOX.matcher(address.getMessage()).lookingAt();
  }

  private static @Nullable Throwable next(Throwable failure) {
    return failure instanceof MessagingException chained
        ? chained.getNextException()
        : failure.getCause();
  }

  private static int code(Throwable failure) {
    return switch (failure) {
      case SMTPAddressFailedException address -> address.getReturnCode();
      case SMTPSendFailedException send -> send.getReturnCode();
      default -> 0;
    };
  }
}
