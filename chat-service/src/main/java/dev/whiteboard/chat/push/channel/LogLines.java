package dev.whiteboard.chat.push.channel;

import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line for each push, without what was said. */
public final class LogLines implements PushChannel<Target.Log> {
  private static final Logger log = LoggerFactory.getLogger(LogLines.class);

  @Override
  public PushOutcome push(Target.Log target, Notice notice) {
    log.atInfo()
        .addKeyValue("user", notice.user().toString())
        .addKeyValue("chat", notice.chat().toString())
        .addKeyValue("count", notice.count())
        .addKeyValue("urgent", notice.urgent())
        .log("push");
    return new Delivered();
  }
}
