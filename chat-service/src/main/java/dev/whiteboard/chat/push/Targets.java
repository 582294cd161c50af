package dev.whiteboard.chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.chat.push.channel.BrowserKeys;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.chat.push.channel.HookSecret;
import dev.whiteboard.chat.push.channel.MailAddress;
import dev.whiteboard.chat.push.channel.Target;
import dev.whiteboard.kit.secret.TokenHash;
import java.net.URI;

/** Targets as columns of the table of subscriptions. */
final class Targets {
  private Targets() {}

  /** One as it was kept. */
  static Target kept(Channel channel, String text, byte[] secret) {
    return switch (channel) {
      case WEBPUSH -> new Target.Browser(URI.create(text), BrowserKeys.kept(secret));
      case WEBHOOK -> new Target.Hook(URI.create(text), HookSecret.kept(secret));
      case EMAIL -> new Target.Mailbox(new MailAddress(text));
      case LOG -> new Target.Log();
    };
  }

  /** Where it leads, in words. */
  static String text(Target target) {
    return switch (target) {
      case Target.Browser browser -> browser.endpoint().toString();
      case Target.Hook hook -> hook.url().toString();
      case Target.Mailbox mailbox -> mailbox.address().text();
      case Target.Log _ -> "";
    };
  }

  /** What belongs to it; of a mailbox that is to be confirmed, its code's hash. */
  static byte[] secret(Target target, TokenHash code) {
    return switch (target) {
      case Target.Browser browser -> browser.keys().bytes();
      case Target.Hook hook -> hook.secret().bytes();
      case Target.Mailbox _ -> code.bytes();
      case Target.Log _ -> new byte[0];
    };
  }

  /** What it is found by. */
  static byte[] hash(Target target) {
    return TokenHash.of(text(target).getBytes(UTF_8)).bytes();
  }
}
