package dev.whiteboard.kit.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What one class logs while this is open, kept from the console. */
final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  private CapturedLog(Class<?> logging) {
    this.logger = (Logger) LoggerFactory.getLogger(logging);
    events.start();
    logger.addAppender(events);
    logger.setAdditive(false);
  }

  static CapturedLog of(Class<?> logging) {
    return new CapturedLog(logging);
  }

  List<ILoggingEvent> events() {
    return List.copyOf(events.list);
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setAdditive(true);
  }
}
