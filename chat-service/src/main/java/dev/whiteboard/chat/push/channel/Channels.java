package dev.whiteboard.chat.push.channel;

import dev.whiteboard.chat.push.channel.PushOutcome.Refused;
import java.util.Optional;

/**
 * All ways to tell somebody.
 *
 * @param webPush to browsers
 * @param webhook to web servers
 * @param mailer to mailboxes; empty where no mail server is set
 * @param log to the log
 */
public record Channels(
    PushChannel<Target.Browser> webPush,
    PushChannel<Target.Hook> webhook,
    Optional<? extends PushChannel<Target.Mailbox>> mailer,
    PushChannel<Target.Log> log) {
  /** Tells it the way that leads there. Blocks. */
  public PushOutcome push(Target target, Notice notice) {
    return switch (target) {
      case Target.Browser browser -> webPush.push(browser, notice);
      case Target.Hook hook -> webhook.push(hook, notice);
      case Target.Mailbox mailbox ->
          mailer
              .map(channel -> channel.push(mailbox, notice))
              .orElseGet(() -> new Refused("no mail server is set"));
      case Target.Log line -> log.push(line, notice);
    };
  }
}
