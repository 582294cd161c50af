package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.StackListener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each server that a test run starts. */
final class LoggingListener implements StackListener {
  private static final Logger log = LoggerFactory.getLogger("dev.whiteboard.stack");

  @Override
  public void starting(Server server) {
    log.debug("{} is starting", server.displayName());
  }

  @Override
  public void ready(Server server, String version, String address, Duration took) {
    log.info("{} {} at {}, up in {} ms", server.displayName(), version, address, took.toMillis());
  }
}
